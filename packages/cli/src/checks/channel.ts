import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';
import type { SlackResult } from '../doctor/slack-calls.js';

const invite = 'In the channel, type /invite and the name of the app.';
const testMessage = 'A test of slack-approval doctor: it is deleted at once.';

/** Whether the app can post cards to the channel, as far as the token's scopes let it see. */
export const channel: Check = {
  id: 'channel',
  title: 'channel',
  async run({ SLACK_CHANNEL: id, SLACK_BOT_TOKEN: token }, ports) {
    if (id === undefined)
      return notChecked('channel_unset', 'SLACK_CHANNEL is not set; ignore this if your kinds set their channel.');
    if (!/^[CGD][A-Z0-9]{2,20}$/.test(id))
      return wrong(
        'channel_malformed',
        'SLACK_CHANNEL is not a channel id.',
        'Set it to the id, such as C0123ABCD, which is at the end of the channel details.',
      );
    if (token === undefined) return notChecked('channel_unknown', 'This check needs SLACK_BOT_TOKEN.');
    const auth = await ports.slack.call('auth.test');
    if (auth.type !== 'ok') return notChecked('channel_unknown', 'The bot token does not work.');
    if (ports.settings.post) return await postTestMessage(ports, id);
    const { scopes } = auth;
    // the id of a private channel may start with C too, so one of the scopes is worth a call
    if (scopes !== null && !scopesThatSee(id).some((scope) => scopes.includes(scope))) return unknownResult(id, scopes);
    return await inspectChannel(ports, id, scopes ?? []);
  },
};

function scopesThatSee(id: string): readonly string[] {
  return id.startsWith('D') ? ['im:read'] : ['channels:read', 'groups:read'];
}

function unknownResult(id: string, scopes: readonly string[]): CheckResult {
  const missing = scopesThatSee(id).filter((scope) => !scopes.includes(scope));
  const list = missing.map((scope) => (scope === 'groups:read' ? 'groups:read for a private channel' : scope));
  return notChecked(
    'channel_unknown',
    `The doctor cannot tell whether the app is in ${id}: the token lacks the scope ${list.join(', or ')}.`,
    `If cards do not appear: ${invite} To test it, pass --post, which posts a message and deletes it.`,
  );
}

async function inspectChannel(ports: Ports, id: string, scopes: readonly string[]): Promise<CheckResult> {
  const result = await ports.slack.call('conversations.info', { channel: id });
  if (result.type === 'refused' && result.error === 'missing_scope') return unknownResult(id, scopes);
  if (result.type !== 'ok')
    return problemOf(result, id) ?? notChecked('channel_unknown', `Slack refuses to look up ${id}.`);
  const { is_archived, is_member, is_ext_shared, is_im, is_private } = Object(result.fields.channel);
  if (is_archived === true) return archivedResult(id);
  if (is_im === true) return ok('channel_ok', `${id} is a direct message with the app.`);
  if (is_member !== true && is_private !== true && scopes.includes('chat:write.public'))
    return ok('channel_ok', `The app is not in ${id}, and can post there because its token has chat:write.public.`);
  if (is_member !== true) return notInChannelResult(id);
  const sharedHint =
    'It is shared with another company: their people see cards, and can vote only if they are listed by id.';
  return ok('channel_ok', `The app is in ${id}.`, ...(is_ext_shared === true ? [sharedHint] : []));
}

async function postTestMessage(ports: Ports, id: string): Promise<CheckResult> {
  const result = await ports.slack.call('chat.postMessage', { channel: id, text: testMessage, parse: 'none' });
  if (result.type !== 'ok')
    return (
      problemOf(result, id) ??
      wrong(
        'channel_refused',
        `Slack refuses a message to ${id}.`,
        'Check whether the app may post there: some channels restrict who can post.',
      )
    );
  const { channel: channelId, ts } = result.fields;
  const deletion = await ports.slack.call('chat.delete', { channel: channelId, ts });
  const deleteHint = 'The test message could not be deleted: please delete it by hand.';
  return ok('channel_ok', `The app can post to ${id}.`, ...(deletion.type === 'ok' ? [] : [deleteHint]));
}

function problemOf(result: Exclude<SlackResult, { type: 'ok' }>, id: string): CheckResult | null {
  if (result.type === 'unreached') return notChecked('channel_unknown', 'Slack did not answer.');
  if (result.error === 'is_archived') return archivedResult(id);
  if (result.error === 'not_in_channel') return notInChannelResult(id);
  if (result.error === 'missing_scope') return notChecked('channel_unknown', 'The token lacks the scope chat:write.');
  if (result.error !== 'channel_not_found') return null;
  return wrong(
    'channel_not_found',
    `The app can see no channel ${id}.`,
    `Check that the id is right and belongs to this workspace. The app sees a private channel only as a member: ${invite}`,
  );
}

const archivedResult = (id: string) =>
  wrong('channel_archived', `The channel ${id} is archived.`, 'Unarchive it, or set SLACK_CHANNEL to another channel.');

const notInChannelResult = (id: string) => wrong('not_in_channel', `The app is not in ${id}.`, invite);
