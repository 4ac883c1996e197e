import { openSlackGate } from '../slack/client/slack-gate.js';
import { factSource } from './look-up-cache.js';
import type { SlackAccess, SlackConnection } from './runtime.js';

/** This process's connection to Slack, made when something first calls Slack: most clicks are answered by one write and call nothing. */
export function connectionOf(slack: SlackAccess): SlackConnection {
  slack.connection ??= connect(slack);
  return slack.connection;
}

function connect({ way, clock, logger }: SlackAccess): SlackConnection {
  const gate = openSlackGate(way, clock, logger);
  const { transport } = gate;
  return { transport, gate, facts: factSource(transport, clock) };
}
