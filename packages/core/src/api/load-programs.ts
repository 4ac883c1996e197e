/** Loads what only programs call. A cold start that answers a click does without. */
export const loadPrograms = () => import('./programs.js');
