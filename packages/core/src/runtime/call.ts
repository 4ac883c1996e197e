import type { Exchange } from './exchange.js';
import type { Runtime, SlackAccess } from './runtime.js';

/** One interaction of a person, on its way to an answer. */
export interface Call<Interaction> {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly exchange: Exchange;
  readonly interaction: Interaction;
}
