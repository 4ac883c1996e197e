import type { BlockAction } from '../slack/interaction.js';
import type { Exchange } from './exchange.js';
import type { Shell, SlackAccess } from './shell.js';

/** A click being answered. */
export interface ClickContext {
  readonly shell: Shell;
  readonly slack: SlackAccess;
  readonly click: BlockAction;
  readonly exchange: Exchange;
}
