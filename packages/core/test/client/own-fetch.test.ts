import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld } from '../world/world.js';

/** A program's own `fetch`, such as one that goes through a proxy, and what it was asked for. */
function recordingFetch() {
  const sent: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const own: typeof fetch = async (input, init) => {
    sent.push({ url: String(input), init });
    return await fetch(input, init);
  };
  return { own, sent };
}

describe('a program that passes slack.fetch', () => {
  test('sends every request to Slack by it, private replies included', async () => {
    const { own, sent } = recordingFetch();
    const world = await createWorld({ access: { fetch: own }, kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.approvals.flush();

    const asked = sent.map(({ url }) => url);
    const methods = world.slack.traffic.filter(({ direction }) => direction === 'in').map(({ method }) => method);
    expect(asked).toContain(`${world.slack.apiUrl}chat.postMessage`);
    expect(methods).toContain('response_url');
    expect(asked).toHaveLength(methods.length);
  });

  test('keeps the limits that its requests have: no redirect is followed, and each ends by a signal', async () => {
    const { own, sent } = recordingFetch();
    const world = await createWorld({ access: { fetch: own }, kind: { approvers: [user('U0BOB')] } });
    await click(world, await world.ask(), 'U0ALICE', 'approve');

    for (const { init } of sent) expect(init).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) });
  });
});
