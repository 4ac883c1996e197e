export { de } from './de/de.js';
