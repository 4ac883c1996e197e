import type { Environment } from './doctor/environment.js';

/** What the command line needs from its process. */
export interface Process {
  readonly version: string;
  readonly environment: Environment;
  /** A promise: resolves once the text is written. */
  readonly write: (text: string) => void | Promise<void>;
  readonly complain: (text: string) => void;
  /** Whether a person watches what is complained: one line can be drawn again. */
  readonly isTerminal: boolean;
  /** The current time in epoch milliseconds. */
  readonly now: () => number;
  /** Calls this on Ctrl-C, and when the process is asked to end. @returns a function that stops it */
  readonly onInterrupt: (run: () => void) => () => void;
}
