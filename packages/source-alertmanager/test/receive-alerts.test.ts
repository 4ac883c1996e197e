import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { type Body, firing, firingAgain, firingTwo, resolved, withAlerts } from './captured.js';
import { createWorld, minute, request, second, start } from './world.js';

const others = withAlerts(firing, ({ labels }) => ({
  labels: { ...labels, alertname: 'DiskFull' },
  fingerprint: 'd1',
}));
const blocksOf = (card: unknown) => JSON.stringify(card);

describe('a group that fires', () => {
  test('asks once, however often and by however many it is sent', async () => {
    const world = await createWorld();
    const peer = world.receiver();

    const first = await world.send(firing);
    const again = await world.send(firing);
    const both = await Promise.all([world.send(firing), world.send(firing, peer)]);
    await world.work();

    expect(first).toEqual({ status: 200, action: 'asked', approvalId: expect.stringMatching(/^a[a-z2-7]{25}$/) });
    expect([again, ...both]).toEqual(Array(3).fill({ ...first, action: 'updated' }));
    expect(world.cards()).toHaveLength(1);
  });

  test('asks once when peers send it at the same time', async () => {
    const world = await createWorld();
    const receivers = [world.receive, world.receiver(), world.receiver()];

    const answers = await Promise.all(receivers.map((receive) => world.send(firing, receive)));
    await world.work();

    expect(new Set(answers.map(({ approvalId }) => approvalId)).size).toBe(1);
    expect(world.cards()).toHaveLength(1);
  });

  test('asks as alertmanager, for what the payload says, and explains itself', async () => {
    const world = await createWorld();

    await world.send(firing);
    await world.work();

    expect(await world.pending()).toMatchObject([
      { requester: 'alertmanager', payload: { pizza: 'large', alert: 'HighCPUUsage' }, key: firing.groupKey },
    ]);
    expect(blocksOf(world.cards()[0])).toContain('1 alert firing on node-1:9100');
  });

  test('shows an instance that joins and one that leaves, while what is decided stays as it was', async () => {
    const world = await createWorld();
    await world.send(firing);
    const [asked] = await world.pending();
    await world.work();

    const joined = await world.send(firingTwo);
    await world.work();
    const withTwo = blocksOf(world.cards()[0]);
    const left = await world.send(
      withAlerts(firingTwo, (_, index) => (index === 0 ? { status: 'resolved', endsAt: '2026-11-22T09:55:00Z' } : {})),
    );
    await world.work();
    const [now] = await world.pending();

    expect([joined.action, left.action]).toEqual(['updated', 'updated']);
    expect(withTwo).toContain('2 alerts firing on node-1:9100, node-2:9100');
    expect(blocksOf(world.cards()[0])).toContain('1 alert firing on node-2:9100');
    expect(now).toMatchObject({ id: asked?.id, digest: asked?.digest, revision: 1, payload: asked?.payload });
    expect(world.cards()).toHaveLength(1);
  });

  test('says on the card how many alerts were left out', async () => {
    const world = await createWorld();

    await world.send({ ...firing, truncatedAlerts: 12 });
    await world.work();

    expect(blocksOf(world.cards()[0])).toContain('Alertmanager left out 12 more alerts');
  });

  test('is not asked about again once it is decided', async () => {
    const world = await createWorld();
    const { approvalId } = await world.send(firing);
    const digest = (await world.approvals.get(approvalId))?.digest ?? '';
    await world.approvals.vote(approvalId, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });

    expect(await world.send(firingTwo)).toEqual({ status: 200, action: 'none', why: 'not_pending', approvalId });
  });

  test.each([
    ['long', `{}:{${'path="/a/very/long/one", '.repeat(400)}}`],
    ['of characters that take four bytes', `{}:{team="${'🍕'.repeat(900)}"}`],
    ['longer than any key, of such characters', `{}:{team="${'🍕'.repeat(3_000)}"}`],
  ])('has its own approval under a group key that is %s', async (_, groupKey) => {
    const world = await createWorld();

    const first = await world.send({ ...firing, groupKey });
    const again = await world.send({ ...firing, groupKey });
    const another = await world.send({ ...firing, groupKey: `${groupKey}.` });
    const over = await world.send({ ...resolved, groupKey });

    expect([first.action, again.action, another.action, over.action]).toEqual([
      'asked',
      'updated',
      'asked',
      'withdrawn',
    ]);
    expect(over.approvalId).toBe(first.approvalId);
    expect((await world.pending()).map(({ id }) => id)).toEqual([another.approvalId]);
  });
});

describe('a group that resolves', () => {
  test('takes its question back, and a late approve is told so, by whom, when and why', async () => {
    const world = await createWorld();
    const { approvalId } = await world.send(firingTwo);
    const digest = (await world.approvals.get(approvalId))?.digest ?? '';
    await world.work();
    world.clock.set(start + 5 * minute);

    const answer = await world.send(resolved);
    const late = await world.approvals.vote(approvalId, {
      by: user('U0ALICE'),
      answer: 'approve',
      digest,
      via: 'test',
    });
    await world.work();

    expect(answer).toEqual({ status: 200, action: 'withdrawn', approvalId });
    expect(late).toMatchObject({
      ok: false,
      code: 'withdrawn',
      explanation:
        'This was withdrawn by alertmanager before it was decided (2026-11-22T10:05:00Z). The reason given: All 2 alerts have resolved.',
    });
    expect(blocksOf(world.cards()[0])).toContain('Withdrawn');
    expect(await world.approvals.get(approvalId)).toMatchObject({ status: 'withdrawn', progress: [] });
  });

  test('frees the key: what fires later asks anew', async () => {
    const world = await createWorld();
    const first = await world.send(firing);
    await world.send(withAlerts(firing, () => ({ status: 'resolved', endsAt: '2026-11-22T10:00:00Z' })));

    const later = await world.send(firingAgain);

    expect(later.action).toBe('asked');
    expect(later.approvalId).not.toBe(first.approvalId);
  });

  test('changes nothing that is decided, and frees the key', async () => {
    const world = await createWorld();
    const { approvalId } = await world.send(firing);
    const digest = (await world.approvals.get(approvalId))?.digest ?? '';
    await world.approvals.vote(approvalId, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });

    expect(await world.send(resolved)).toEqual({ status: 200, action: 'none', why: 'not_pending' });
    expect(await world.approvals.get(approvalId)).toMatchObject({ status: 'approved' });
    expect(await world.send(firingAgain)).toMatchObject({ action: 'asked' });
  });

  test('is not resolved while one of its alerts fires', async () => {
    const world = await createWorld();
    const { approvalId } = await world.send(firingTwo);
    const partly = withAlerts(resolved, (_, index) => (index === 1 ? { status: 'firing' } : {}));

    const answer = await world.send({ ...partly, status: 'firing' });

    expect(answer).toEqual({ status: 200, action: 'updated', approvalId });
    expect(await world.pending()).toHaveLength(1);
  });

  test('may still fire where alerts were left out of a group that does', async () => {
    const world = await createWorld();
    await world.send(firingTwo);

    const answer = await world.send({ ...resolved, status: 'firing', truncatedAlerts: 3 });

    expect(answer).toEqual({ status: 200, action: 'none', why: 'may_still_fire' });
    expect(await world.pending()).toHaveLength(1);
  });

  test('that nobody was asked about changes nothing', async () => {
    const world = await createWorld();

    expect(await world.send(resolved)).toEqual({ status: 200, action: 'none', why: 'not_found' });
  });
});

describe('a resolved notification that overtakes a firing one', () => {
  const overtaken = { status: 503, error: 'overtaken' };

  test.each([
    ['sent again after it', [firingTwo, resolved, firing]],
    ['sent for the first time after it', [resolved, firing]],
    ['of a group whose alerts resolved one after the other', partsOf(resolved)],
  ])('is not asked again: %s', async (_, bodies) => {
    const world = await createWorld();
    for (const body of bodies.slice(0, -1)) await world.send(body);

    const late = await world.send(bodies.at(-1) ?? {});

    expect(late).toEqual(overtaken);
    expect(await world.pending()).toEqual([]);
  });

  test('does not keep an alert that began anew from asking', async () => {
    const world = await createWorld();
    await world.send(firing);
    await world.send(resolved);
    const mixed = withAlerts(firingTwo, (_, index) => (index === 1 ? { startsAt: '2026-11-22T09:51:00Z' } : {}));

    expect(await world.send(mixed)).toMatchObject({ action: 'asked' });
    await world.work();

    // of the other one it is known that it is over
    expect(blocksOf(world.cards().at(-1))).toContain('1 alert firing on node-2:9100');
  });

  test('does not speak for another group with the same alert', async () => {
    const world = await createWorld();
    await world.send(resolved);

    expect(await world.send({ ...firing, groupKey: '{}/{team="b"}:{}' })).toMatchObject({ action: 'asked' });
  });

  test('is forgotten ten minutes later: what still fires under its old start asks then', async () => {
    const world = await createWorld();
    await world.send(firing);
    await world.send(resolved);
    world.clock.advance(10 * minute - second);
    const early = await world.send(firing);
    world.clock.advance(second);

    expect(early).toEqual(overtaken);
    expect(await world.send(firing)).toMatchObject({ action: 'asked' });
  });

  test('takes effect after the firing one that came before it, however long that takes', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const world = await createWorld();
    const { ask, ...rest } = world.orders;
    const slow = world.receiver({
      asks: { ...rest, ask: async (payload, options) => gate.then(() => ask(payload, options)) },
    });

    const asking = world.send(firing, slow);
    const resolving = world.send(resolved, slow);
    open();

    expect([(await asking).action, (await resolving).action]).toEqual(['asked', 'withdrawn']);
    expect(await world.pending()).toEqual([]);
  });
});

/** A group of two whose alerts resolve one by one; at last comes what was sent when both fired. */
function partsOf(body: Body): readonly Body[] {
  const [one, two] = body.alerts;
  if (one === undefined || two === undefined) throw new Error('Two alerts were expected.');
  const stillFires = { ...two, status: 'firing', endsAt: '0001-01-01T00:00:00Z' } as const;
  return [{ ...body, status: 'firing', alerts: [one, stillFires] }, { ...body, alerts: [two] }, firingTwo];
}

describe('alerts that the configuration does not name', () => {
  test('ask nothing, and the log says why', async () => {
    const world = await createWorld();

    expect(await world.send(others)).toEqual({ status: 200, action: 'none', why: 'no_alert_named' });
    expect(await world.pending()).toEqual([]);
    expect(world.told).toEqual([
      [expect.any(String), expect.objectContaining({ why: 'no_alert_named', groupKey: firing.groupKey })],
    ]);
  });

  test('do not count where they share a group with one that does', async () => {
    const world = await createWorld();
    const mixed = { ...firingTwo, alerts: [...firing.alerts, ...others.alerts] };
    const { approvalId } = await world.send(mixed);
    await world.work();
    const shown = blocksOf(world.cards()[0]);

    const over = await world.send({ ...mixed, alerts: [...resolved.alerts, ...others.alerts] });

    expect(shown).toContain('1 alert firing on node-1:9100');
    expect(over).toEqual({ status: 200, action: 'withdrawn', approvalId });
  });
});

test('what an alert says of itself is text on the card, whatever is in it', async () => {
  const hostile = '<!channel> *x* <https://evil.example|ok>';
  const world = await createWorld({ options: { payload: () => ({ pizza: hostile, alert: hostile }) } });
  const alerts = firing.alerts.map((alert) => ({ ...alert, labels: { ...alert.labels, instance: hostile } }));

  await world.receive(request({ ...firing, alerts }));
  await world.work();
  const [card] = world.cards();

  const escaped = '&lt;!channel&gt; *x* &lt;https://evil.example|ok&gt;';
  expect(card?.text).toContain(`Pizza: ${escaped}`);
  expect(card?.text).not.toContain('<!channel>');
  expect(card?.blocks).toContainEqual(
    expect.objectContaining({ elements: [{ type: 'plain_text', text: `1 alert firing on ${hostile}`, emoji: false }] }),
  );
});
