export { es } from './es/es.js';
