import { loadOnce } from '../options/load-once.js';

/** Loads what only programs call. A cold start that answers a click does without. */
export const loadPrograms = loadOnce(() => import('./programs.js'));
