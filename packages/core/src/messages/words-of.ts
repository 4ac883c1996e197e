import { en } from './en.js';
import type { Messages } from './words/messages.js';

const whole = new WeakMap<Partial<Messages>, Messages>();

/** All the words: the app's own, or English. */
export function wordsOf(messages: Partial<Messages>): Messages {
  const known = whole.get(messages);
  if (known !== undefined) return known;
  const words = { ...en, ...messages };
  whole.set(messages, words);
  return words;
}
