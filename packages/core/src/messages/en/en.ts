import { refusalSayer } from '../../domain/model/refusal.js';
import { englishRefusals } from '../../domain/model/refusal-words.js';
import type { Messages } from '../words/messages.js';
import { card } from './card.js';
import { inbox } from './inbox.js';
import { lists } from './lists.js';
import { privately } from './private.js';
import { trouble } from './trouble.js';

/** All messages in English, which is the default. Call its functions where you replace a part of them. */
export const en: Messages = {
  ...card,
  ...privately,
  ...lists,
  ...inbox,
  ...trouble,
  refusal: refusalSayer(englishRefusals),
};
