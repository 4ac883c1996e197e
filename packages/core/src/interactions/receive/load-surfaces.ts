/** Loads everything that answers people, except what a counted vote needs. */
export const loadSurfaces = async () => (await import('../surfaces.js')).surfaces;
