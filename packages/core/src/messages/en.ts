export { en } from './en/en.js';
