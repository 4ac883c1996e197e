/** Loads the answers to everything but a counted vote. */
export const loadSurfaces = async () => (await import('./surfaces.js')).surfaces;
