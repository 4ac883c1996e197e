export { ja } from './ja/ja.js';
