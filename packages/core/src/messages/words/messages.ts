import type { Refusal } from '../../domain/model/refusal.js';
import type { CardWords } from './card-words.js';
import type { InboxWords } from './inbox-words.js';
import type { ListWords } from './list-words.js';
import type { PrivateWords } from './private-words.js';
import type { TroubleWords } from './trouble-words.js';

/**
 * Every sentence that people read in Slack, the same for every kind.
 *
 * They are plain text, which Slack never parses.
 */
export interface Messages extends CardWords, PrivateWords, ListWords, InboxWords, TroubleWords {
  /** Why a command did nothing, to the person who gave it. The names and numbers in the sentence are in `values`, by the code. */
  readonly refusal: (refusal: Pick<Refusal, 'code' | 'values'>) => string;
}
