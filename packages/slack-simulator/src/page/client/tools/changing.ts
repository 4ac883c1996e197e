import type { WorkspaceAction } from '../../workspace/workspace-action.js';

/** The props of a group of controls that change the workspace. */
export interface Changing {
  readonly change: (action: WorkspaceAction) => Promise<void>;
}
