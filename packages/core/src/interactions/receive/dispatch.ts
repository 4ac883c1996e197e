import type { RawResponse } from '../../ports/raw-http.js';
import type { Call } from '../../runtime/call.js';
import type { Interaction } from '../../slack/request/interaction.js';
import { answerClick } from './click.js';
import { loadSurfaces } from './load-surfaces.js';

/** Answers a verified interaction. The person gets a visible answer to everything that belongs to this library. */
export function dispatch(call: Call<Interaction>): Promise<RawResponse> {
  const { app, slack, exchange, interaction } = call;
  if (interaction.type === 'block_action') return answerClick({ app, slack, exchange, interaction });
  return loadSurfaces().then(({ dispatchOther }) => dispatchOther({ app, slack, exchange, interaction }));
}
