import { loadOnce } from '../../options/load-once.js';

/** Loads everything that answers people, except what a counted vote needs. */
export const loadSurfaces = loadOnce(async () => (await import('../surfaces.js')).surfaces);
