import { unmarked } from '../domain/model/live-text.js';
import type { LateRefusal, Refusal } from '../domain/model/refusal.js';
import type { Messages } from './words/messages.js';

/** Says a refusal in the words of the app. A stored one can lack its values: then it is said as it was stored. */
export function explainRefusal({ refusal }: Messages, { code, explanation, values }: LateRefusal): string {
  // as: what has values was made by `refusal`
  return values === undefined ? unmarked(explanation) : refusal({ code, values } as Refusal);
}
