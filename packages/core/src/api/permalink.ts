import type { Loaded } from '../record/loaded.js';
import type { SlackAccess } from '../runtime/runtime.js';
import { connectionOf } from '../runtime/slack-connection.js';
import { shownCopy } from '../views/shown-copy.js';

/** Asks Slack for the address of a card. */
export async function permalink(slack: SlackAccess, found: Loaded | null): Promise<string | null> {
  const copy = found === null ? null : shownCopy(found.record);
  if (copy === null) return null;
  const outcome = await connectionOf(slack).transport.permalink(copy.channelId, copy.ts);
  return outcome.type === 'ok' ? outcome.value : null;
}
