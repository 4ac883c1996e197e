import { openSlackGate } from '../slack/client/slack-gate.js';
import { createFactSource } from './look-up-cache.js';
import type { SlackAccess, SlackConnection } from './runtime.js';

/** Returns the connection to Slack, and makes it on the first call: most clicks are answered without calling Slack. */
export function connectionOf(slack: SlackAccess): SlackConnection {
  slack.connection ??= connect(slack);
  return slack.connection;
}

function connect({ api, clock, log, instruments: { observe } }: SlackAccess): SlackConnection {
  const gate = openSlackGate(api, { clock, log, observe });
  const { transport } = gate;
  return { transport, gate, facts: createFactSource(transport, clock) };
}
