import type { Worker } from '../runtime/runtime.js';
import { pollLoop } from './poll-loop.js';
import { processDue } from './process-due.js';
import { decideAfterRest, settleRests } from './resting.js';
import { runOwed } from './run-owed.js';

/** Everything that does owed work. It loads late, because a click is answered before. */
export const worker: Worker = { runOwed, processDue, settleRests, decideAfterRest, pollLoop };
