import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordingLogger } from '../world/log.js';
import { recordingTransport } from '../world/recording-transport.js';
import { activeIn, activeInText, objectsIn, ourLink, readMarkup } from '../world/slack-literals.js';
import { anyPayload, minute, start } from '../world/world.js';

const attacks = [
  '<!channel>',
  '<!here|here>',
  '<!subteam^S0ONCALL>',
  '<@U0BOSS>',
  '<#C0SECRET>',
  '<https://evil.example|https://good.example>',
  '<mailto:a@b.c|x>',
  '<!date^0^{date}|x>',
  '&lt;@U0BOSS&gt;',
  '&amp;lt;!channel&amp;gt;',
  '```',
  '`code`',
  '*bold*',
  '_italic_',
  '~gone~',
  '> quoted',
  '&gt; quoted',
  '@everyone',
  '#general',
  'https://evil.example',
  ':skull:',
  '\u202egnp.exe',
  '\u200b<\u200b!channel>',
  '\r\n\r\n',
  '',
  ' ',
  '\u0000',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 6 })
  .map((parts) => parts.join(''));

interface Hostile {
  readonly title: string;
  readonly other: string;
  readonly field: string;
  readonly value: string;
  readonly line: string;
}

const texts = fc.record({ title: hostile, other: hostile, field: hostile, value: hostile, line: hostile });
const people = ['U0ALICE', 'U0BOB', 'U0CAROL'];

/** Approvals whose every text is somebody else's, and everything that was sent to Slack for them. */
function hostileWorld() {
  const { transport, messages, views } = recordingTransport();
  const clock = fixedClock(start);
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token: 'xoxb', signingSecret: 'secret', transport },
    clock,
    logger: recordingLogger(),
  });
  const kind = approvals.define('hostile', {
    schema: anyPayload<Hostile>(),
    card: ({ title, other, field, value, line }) => ({
      title: `t${title}`,
      summary: other,
      fields: { [field]: value, More: other },
      text: other,
      links: { [`l${field}`]: ourLink },
      context: [line],
    }),
    channel: 'C0PIZZA',
    approvers: people.map((id) => user(id)),
    quorum: { reject: 2 },
    steps: ['prep', 'bake'],
    onDecision: async () => undefined,
  });
  const work = async () => {
    await approvals.flush();
    clock.advance(minute);
    await approvals.processDue();
    await approvals.flush();
  };
  const found = () => [
    ...messages.flatMap(({ text, blocks }) => [...activeIn(blocks, people), ...activeInText(text, people)]),
    ...views.flatMap((view) => activeIn(view, people)),
  ];
  return { approvals, kind, work, messages, views, found };
}

describe('nothing that somebody else wrote takes effect in Slack', () => {
  test('in the card, its amendments, its outcome and its progress', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, hostile, async (first, second, words) => {
        const { approvals, kind, work, messages, found } = hostileWorld();
        const requester = `system ${words}`.replace(/[UW](?=[0-9A-Z])/gi, '$& ').slice(0, 200);
        const { approval } = await kind.ask(first, { requester });
        await work();
        const amended = await kind.amend({ id: approval.id }, second, { by: requester });
        await work();
        const { digest } = amended.ok ? amended.approval : approval;
        const by = user('U0ALICE');
        await approvals.vote(approval.id, { by, answer: 'approve', digest, via: 'test', reason: words });
        await work();
        await approvals.reportProgress(approval.id, { step: 'bake', state: 'failed', detail: words });
        await work();

        expect(found()).toEqual([]);
        expect(messages.length).toBeGreaterThan(3);
      }),
      { numRuns: 60 },
    );
  });

  test('in what people are told, and in the modals they open', async () => {
    await fc.assert(
      fc.asyncProperty(texts, hostile, async (first, words) => {
        const { approvals, kind, work, views, found, messages } = hostileWorld();
        const requester = `system ${words}`.replace(/[UW](?=[0-9A-Z])/gi, '$& ').slice(0, 200);
        const { approval } = await kind.ask(first, { requester });
        await work();
        const { id, digest } = approval;
        const vote = { answer: 'reject', digest, via: 'test', reason: words } as const;
        await approvals.vote(id, { ...vote, by: user('U0ALICE') });
        const click = (verb: string, userId: string) =>
          approvals.handleVerified({
            type: 'block_actions',
            api_app_id: 'A0APPROVAL',
            team: { id: 'T0PIZZA' },
            user: { id: userId, team_id: 'T0PIZZA' },
            trigger_id: 'trigger',
            container: { type: 'message', channel_id: 'C0PIZZA', message_ts: '1767261600.000001' },
            actions: [{ action_id: `approval:default:${verb}`, value: `v1.${id}.${digest}`, action_ts: '1.2' }],
          });
        await click('details', 'U0BOB');
        await click('reject', 'U0BOB');
        await approvals.withdraw(id, { by: requester, reason: words });
        await work();
        await click('approve', 'U0CAROL');
        await work();

        expect(found()).toEqual([]);
        expect(views).toHaveLength(2);
        expect(messages.map(({ method }) => method)).toContain('ephemeral');
      }),
      { numRuns: 60 },
    );
  });

  test('what was written is still there to be read', async () => {
    const { kind, work, messages } = hostileWorld();
    const plain = { title: 'a', other: '*not bold* <!here>', field: '<b>', value: '`x`', line: '_small_' };

    await kind.ask(plain, { requester: 'a *system*' });
    await work();

    const shown = objectsIn(messages[0]?.blocks)
      .filter(({ type }) => type === 'plain_text' || type === 'text')
      .map(({ text }) => text);
    expect(shown).toEqual(
      expect.arrayContaining(['*not bold* <!here>', '<b>', '`x`', '_small_', 'Asked by a *system*']),
    );
  });
});

describe('the reader of markup that these tests use', () => {
  test('finds tokens as Slack does', () => {
    expect(readMarkup('a <@U1> b <!here|x> &lt;c&gt; <')).toEqual({
      tokens: ['@U1', '!here|x'],
      rest: 'a  b  &lt;c&gt; <',
    });
  });

  test.each([
    [{ type: 'mrkdwn', text: '<!channel>', verbatim: true }],
    [{ type: 'mrkdwn', text: '*bold*', verbatim: true }],
    [{ type: 'mrkdwn', text: 'ours' }],
    [{ type: 'user', user_id: 'U0BOSS' }],
    [{ type: 'link', url: 'https://evil.example' }],
    [{ type: 'broadcast', range: 'channel' }],
    [{ type: 'plain_text', text: ':skull:' }],
  ])('and finds %j active', (block) => {
    expect(activeIn([block], people)).toHaveLength(1);
  });
});
