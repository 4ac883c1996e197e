/** Loads what reads a web-standard request. A host that passes raw bytes does without. */
export const loadHttp = () => import('./handle-request.js');
