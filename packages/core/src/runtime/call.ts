import type { Exchange } from './exchange.js';
import type { Runtime, SlackAccess } from './runtime.js';

/** One interaction that is being answered, with everything that answers it. */
export interface Call<Interaction> {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly exchange: Exchange;
  readonly interaction: Interaction;
}
