import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { startSlack } from './simulator-fixture.js';

const line = (text: string, verbatim = true): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim },
});
const leaves = (...elements: object[]) =>
  ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }) as unknown as KnownBlock;

/** Who is notified of a post in #pizza: Alice, Bob and Carol are in it, a guest and a bot. */
async function notifiedOf(message: { text?: string; blocks?: KnownBlock[]; parse?: 'none' | 'full' }) {
  const { slack, web } = await startSlack();
  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', ...message });
  return slack.messages('C0PIZZA')[0]?.notified;
}

describe('a post notifies', () => {
  test.each([
    ['a person', [line('<@U0ALICE>')], ['U0ALICE']],
    ['a person with a label', [line('<@U0BOB|bob>')], ['U0BOB']],
    ['the members of a user group', [line('<!subteam^S0ONCALL>')], ['U0ALICE', 'U0BOB']],
    ['each person once', [line('<@U0BOB> <!subteam^S0ONCALL|@oncall>')], ['U0ALICE', 'U0BOB']],
    ['everyone who is no bot', [line('<!channel>')], ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GUEST']],
    ['the people and groups of rich text', [leaves({ type: 'user', user_id: 'U0CAROL' })], ['U0CAROL']],
    ['a group of rich text', [leaves({ type: 'usergroup', usergroup_id: 'S0ONCALL' })], ['U0ALICE', 'U0BOB']],
    ['everyone of rich text', [leaves({ type: 'broadcast', range: 'here' })], expect.arrayContaining(['U0GUEST'])],
    ['everyone, where Slack parses the text', [line('hello @everyone', false)], expect.arrayContaining(['U0GUEST'])],
    ['no one, where it does not', [line('hello @everyone')], []],
    ['no one by escaped text', [line('&lt;@U0ALICE&gt;')], []],
    ['no one by plain text', [{ type: 'header', text: { type: 'plain_text', text: '<@U0ALICE>' } } as KnownBlock], []],
    ['no bot, and no one who is not in the channel', [line('<@U0ROBOT> <@U0OUTSIDER> <@U0GONE>')], []],
  ])('%s', async (_, blocks, notified) => {
    expect(await notifiedOf({ blocks })).toEqual(notified);
  });

  test('those whom its text mentions, where it has no blocks', async () => {
    expect(await notifiedOf({ text: '<@U0ALICE>' })).toEqual(['U0ALICE']);
    expect(await notifiedOf({ text: '@channel' })).toContain('U0CAROL');
    expect(await notifiedOf({ text: '@channel', parse: 'none' })).toEqual([]);
    expect(await notifiedOf({ text: '<@U0ALICE>', blocks: [line('no one')] })).toEqual([]);
  });

  test('the person of a direct message, whatever it says', async () => {
    const { slack, web } = await startSlack();

    await web.chat.postMessage({ channel: 'U0ALICE', text: 'x' });

    expect(slack.messages('U0ALICE')).toMatchObject([{ notified: ['U0ALICE'] }]);
  });
});

test('an update and a private message notify no one', async () => {
  const { slack, web } = await startSlack();
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x' });

  await web.chat.update({ channel: 'C0PIZZA', ts, text: '<@U0ALICE>' });
  await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0ALICE', text: '<@U0ALICE>' });

  expect(slack.messages('C0PIZZA').map(({ notified }) => notified)).toEqual([[], []]);
});

test('a reply is shown in the channel too if the app asks for it', async () => {
  const { slack, web } = await startSlack();
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'card' });

  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'only there', thread_ts: ts });
  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'here too', thread_ts: ts, reply_broadcast: true });

  expect(slack.messages('C0PIZZA')).toMatchObject([
    { threadTs: null, isBroadcast: false },
    { threadTs: ts, isBroadcast: false },
    { threadTs: ts, isBroadcast: true },
  ]);
});
