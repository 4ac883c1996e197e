import type { Environment } from './doctor/environment.js';

/** What the command line needs from its process. */
export interface Process {
  readonly version: string;
  readonly environment: Environment;
  /** A promise: resolves once the text is written. */
  readonly write: (text: string) => void | Promise<void>;
  readonly complain: (text: string) => void;
}
