import type { Worker } from '../runtime/runtime.js';
import { pollLoop } from './poll-loop.js';
import { processDue } from './process-due.js';
import { runOwed } from './run-owed.js';
import { settleRests } from './settle-rests.js';

/** Everything that does owed work. It loads late, because a click is answered before. */
export const worker: Worker = { runOwed, processDue, settleRests, pollLoop };
