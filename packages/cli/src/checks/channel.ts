import { type Check, type CheckResult, notChecked, ok, wrong } from '../doctor/check.js';
import type { Ports } from '../doctor/ports.js';
import type { SlackAnswer } from '../doctor/slack-calls.js';

const invite = 'In the channel, type /invite and the name of the app.';
const test = 'A test of slack-approval doctor: it is deleted at once.';

/** Whether cards can be posted to the channel: as far as it can be known with the scopes that are there. */
export const channel: Check = {
  id: 'channel',
  title: 'channel',
  async run({ SLACK_CHANNEL: id, SLACK_BOT_TOKEN: token }, ports) {
    if (id === undefined)
      return notChecked('channel_unset', 'SLACK_CHANNEL is not set: a kind that names its channel itself needs none.');
    if (!/^[CGD][A-Z0-9]{2,20}$/.test(id))
      return wrong(
        'channel_malformed',
        'SLACK_CHANNEL is no id of a channel.',
        'Set it to the id, such as C0123ABCD: it is at the end of the details of the channel.',
      );
    if (token === undefined) return notChecked('channel_unknown', 'There is no bot token.');
    const who = await ports.slack.call('auth.test');
    if (who.type !== 'ok') return notChecked('channel_unknown', 'The bot token does not work.');
    if (ports.settings.post) return await postTo(ports, id);
    const scope = id.startsWith('G') ? 'groups:read' : 'channels:read';
    return who.scopes?.includes(scope) === true ? await lookAt(ports, id) : unknown;
  },
};

const unknown = notChecked(
  'channel_unknown',
  'Seeing who is in a channel takes a scope that approvals do without.',
  `If cards do not appear: ${invite} To try it, say --post: a message is posted and deleted.`,
);

async function lookAt(ports: Ports, id: string): Promise<CheckResult> {
  const answer = await ports.slack.call('conversations.info', { channel: id });
  if (answer.type !== 'ok') return troubleOf(answer, id) ?? unknown;
  const { is_archived, is_member, is_ext_shared } = Object(answer.fields.channel);
  if (is_archived === true) return archived(id);
  if (is_member !== true) return notIn(id);
  const outside = 'People of another company are in it: they see cards, and may vote only where they are named by id.';
  return ok('channel_ok', `The app is in ${id}.`, ...(is_ext_shared === true ? [outside] : []));
}

async function postTo(ports: Ports, id: string): Promise<CheckResult> {
  const answer = await ports.slack.call('chat.postMessage', { channel: id, text: test, parse: 'none' });
  if (answer.type !== 'ok')
    return (
      troubleOf(answer, id) ??
      wrong(
        'channel_refused',
        `Slack refuses a message to ${id}.`,
        'See whether the app may post there: some channels are limited to some people.',
      )
    );
  const { channel: place, ts } = answer.fields;
  const gone = await ports.slack.call('chat.delete', { channel: place, ts });
  const left = 'The test message could not be deleted: please delete it by hand.';
  return ok('channel_ok', `A message was posted to ${id}.`, ...(gone.type === 'ok' ? [] : [left]));
}

function troubleOf(answer: Exclude<SlackAnswer, { type: 'ok' }>, id: string): CheckResult | null {
  if (answer.type === 'unreached') return notChecked('channel_unknown', 'Slack gave no answer.');
  if (answer.error === 'is_archived') return archived(id);
  if (answer.error === 'not_in_channel') return notIn(id);
  if (answer.error === 'missing_scope') return notChecked('channel_unknown', 'The token lacks the scope for it.');
  if (answer.error !== 'channel_not_found') return null;
  return wrong(
    'channel_not_found',
    `There is no channel ${id} that the app can see.`,
    `Compare the id, and that it is of this workspace. A private channel has to have the app in it: ${invite}`,
  );
}

const archived = (id: string) =>
  wrong('channel_archived', `The channel ${id} is archived.`, 'Unarchive it, or set SLACK_CHANNEL to another one.');

const notIn = (id: string) => wrong('not_in_channel', `The app is not in ${id}.`, invite);
