import { pluralIn } from '../words/plural.js';

export const plural = pluralIn('en');
