export { fr } from './fr/fr.js';
