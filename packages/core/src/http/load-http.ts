import { loadOnce } from '../options/load-once.js';

/** Loads what reads a web-standard request. A host that passes raw bytes does without. */
export const loadHttp = loadOnce(() => import('./handle-request.js'));
