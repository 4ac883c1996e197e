import { refusalSayer } from '../../domain/model/refusal.js';
import type { Messages } from '../words/messages.js';
import { card } from './card.js';
import { inbox } from './inbox.js';
import { lists } from './lists.js';
import { privately } from './private.js';
import { refusals } from './refusals.js';
import { trouble } from './trouble.js';

/** All messages in French, which says « vous » to people. */
export const fr: Messages = { ...card, ...privately, ...lists, ...inbox, ...trouble, refusal: refusalSayer(refusals) };
