import type { WorkspaceDeed } from '../../workspace/workspace-deed.js';

/** What a group of controls is given: how to change the workspace. */
export interface Changing {
  readonly change: (deed: WorkspaceDeed) => Promise<void>;
}
