import type { Exchange } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { BlockAction } from '../slack/request/interaction.js';

/** A click being answered. */
export interface ClickContext {
  readonly runtime: Runtime;
  readonly slack: SlackAccess;
  readonly click: BlockAction;
  readonly exchange: Exchange;
}
