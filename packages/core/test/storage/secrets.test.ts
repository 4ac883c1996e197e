import { webhook } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { createWorld, orderOptions, present, type World } from '../world/world.js';

const webhookSecret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** Everything that may be read by others than those who hold the secrets: the store, the log, the events, the answers. */
async function everythingSaid({ store, log }: World, said: readonly unknown[]): Promise<string> {
  const { rows } = await store.list({ limit: 100 });
  return JSON.stringify([rows, said]) + log.text();
}

/** Clicks that count, are checked later, are refused, open forms, and fail; deliveries that nobody takes. */
async function aBusyDay() {
  const sink = webhook('http://127.0.0.1:1/decisions', {
    secret: webhookSecret,
    headers: { 'x-key': 'header-secret' },
  });
  const world = await createWorld({ kind: { onDecision: sink, reason: { reject: 'optional' } } });
  world.approvals.define('other', orderOptions({ onDecision: sink }));
  const said: unknown[] = [];
  for (const name of ['asked', 'voted', 'voteRefused', 'requestRefused', 'approved', 'cardFailed'] as const)
    world.approvals.on(name, (event) => said.push(event));
  const approval = await world.ask();
  for (const method of ['chat.update', 'auth.test']) world.slack.fail({ method, how: 'status' });
  world.slack.fail({ method: 'response_url', how: 'lose_response' });
  said.push(await world.approvals.health());
  said.push(await click(world, approval, 'U0GUEST', 'approve'));
  said.push(await click(world, approval, 'U0GUEST', 'approve'));
  said.push(await click(world, approval, 'U0ALICE', 'reject'));
  said.push(await click(world, approval, 'U0ALICE', 'approve'));
  said.push(await world.approvals.handleRaw({ method: 'POST', header: () => null, body: Buffer.from('payload=') }));
  await world.work();
  said.push(await world.approvals.get(approval.id), await world.approvals.history(approval.id));
  return { world, said };
}

describe('no secret is stored, logged, announced or answered', () => {
  test('of the app, of its receivers, and of Slack', async () => {
    const { world, said } = await aBusyDay();
    const { botToken, signingSecret, url } = world.slack;

    const text = await everythingSaid(world, said);

    expect(text).toContain('approved');
    for (const secret of [botToken, signingSecret, webhookSecret, 'header-secret', 'simulated-verification-token'])
      expect(text).not.toContain(secret);
    // the addresses for private replies, which are as good as a token
    expect(text).not.toContain(`${url}/`);
  });

  test('nor in what is shown in Slack', async () => {
    const { world } = await aBusyDay();

    const shown = JSON.stringify([cardIn(world), world.slack.messages('C0PIZZA', { asUser: 'U0GUEST' })]);

    expect(shown).not.toMatch(/xoxb|whsec|header-secret|127\.0\.0\.1/);
    expect(present(shown)).toContain('Order pizza?');
  });
});
