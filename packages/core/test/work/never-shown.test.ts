import { user, verifyHistory } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { toldDirectly } from '../world/people.js';
import {
  createWorld,
  day,
  hour,
  orderOptions,
  present,
  second,
  type World,
  type WorldOptions,
} from '../world/world.js';

/** An order whose channel nobody can post to, so that its card never comes. */
async function unseen(kind: WorldOptions['kind'] = {}) {
  const bodies: string[] = [];
  const sink = {
    deliver: async ({ body }: { readonly body: string }) => {
      bodies.push(body);
      return { type: 'delivered' } as const;
    },
  };
  const world = await createWorld({ kind: { channel: 'C0ARCHIVE', expiresIn: '1h', onDecision: sink, ...kind } });
  const heard: string[] = [];
  for (const name of ['approved', 'rejected', 'expired', 'withdrawn', 'delivered', 'neverShown'] as const)
    world.approvals.on(name, ({ approval: { status } }) => heard.push(`${name} ${status}`));
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: user('U0BOB') });
  await world.approvals.flush();
  const expire = async () => {
    world.clock.advance(hour);
    await world.work();
  };
  return { world, id: approval.id, digest: approval.digest, bodies, heard, expire };
}

async function typed(world: World, userId: string, text: string): Promise<string> {
  const sent = await world.slack.command({ userId, channelId: 'C0PIZZA', command: '/approvals', text });
  return JSON.parse(sent.body).text;
}

const typesOf = async ({ approvals }: World, id: string) =>
  (await approvals.history(id)).map(({ event }) => event['type']);

describe('an approval that expires before its card could be posted', () => {
  test('says so where it is read, heard and received', async () => {
    const { world, id, bodies, heard, expire } = await unseen();

    await expire();

    expect(await world.get(id)).toMatchObject({ status: 'expired', decision: { outcome: 'expired', shown: false } });
    expect(bodies.map((body) => JSON.parse(body))).toMatchObject([{ data: { outcome: 'expired', shown: false } }]);
    expect(heard).toEqual(['expired expired', 'neverShown expired', 'delivered expired']);
  });

  test('has it in its history, directly after the end that a delivery names', async () => {
    const { world, id, expire } = await unseen();

    await expire();

    const history = await world.approvals.history(id);
    const types = history.map(({ event }) => event['type']);
    expect(types).toEqual(['asked', 'card_failed', 'decided', 'never_shown', 'delivered']);
    const head = present((await world.get(id)).decision).historyHead;
    expect(head).toEqual({ seq: 3, hash: history[2]?.hash });
    expect(verifyHistory(history, { head })).toEqual({ whole: true, firstBadSeq: null, containsHead: true });
    expect(history[3]?.at).toBe(history[2]?.at);
  });

  test('needs attention until its texts are erased', async () => {
    const { world, id, expire } = await unseen();
    await expire();
    const { approvals: found } = await world.approvals.list({ attention: true });

    await world.approvals.erase(id);

    expect(found).toMatchObject([
      {
        id,
        attention: {
          code: 'never_shown',
          explanation: expect.stringMatching(/^It ended before its card could be posted.*C0ARCHIVE.*ask again\.$/),
        },
      },
    ]);
    expect(await world.get(id)).toMatchObject({ attention: null, decision: { shown: false } });
    expect((await world.approvals.list({ attention: true })).approvals).toEqual([]);
    expect((await world.row(id)).attention).toBeNull();
  });

  test('is not approved, whatever its kind declares', async () => {
    const { world, id, expire } = await unseen({ onExpiry: 'approve' });

    await expire();

    expect(await world.get(id)).toMatchObject({ status: 'expired', attention: { code: 'never_shown' } });
  });

  test('is rejected, where its kind declares that', async () => {
    const { world, id, heard, expire } = await unseen({ onExpiry: 'reject' });

    await expire();

    expect(await world.get(id)).toMatchObject({ status: 'rejected', attention: { code: 'never_shown' } });
    expect(heard).toEqual(['rejected rejected', 'neverShown rejected', 'delivered rejected']);
  });

  test('tells the person who asked, and nobody that nobody answered', async () => {
    const { world, expire } = await unseen();

    await expire();

    expect(toldDirectly(world, 'U0BOB')).toContain('its card could not be posted in time');
  });

  test.each([
    ['show', 'Expired: its card could not be posted in time'],
    ['why', 'Its card could not be posted in time, so this has expired.'],
    ['approve', 'Its card could not be posted in time, so this has expired.'],
  ])('the command %s says so', async (verb, words) => {
    const { world, id, expire } = await unseen();
    await expire();

    const text = await typed(world, 'U0ALICE', `${verb} ${id}`);

    expect(text).toContain(words);
    expect(text).not.toContain('obody answered');
  });

  test('the App Home says so', async () => {
    const { world, expire } = await unseen();
    await expire();

    await world.slack.event({ type: 'app_home_opened', user: 'U0BOB', tab: 'home', channel: 'D0HOME' });
    const viewId = world.slack.home('U0BOB')?.id ?? '';
    await world.slack.click({
      ...{ userId: 'U0BOB', viewId },
      ...{ actionId: 'approval:default:choose:list', option: 'decided' },
    });

    expect(JSON.stringify(world.slack.home('U0BOB')?.blocks)).toContain('its card could not be posted in time');
  });

  test('a rejection by expiry says so in the same places', async () => {
    const { world, id, expire } = await unseen({ onExpiry: 'reject' });
    await expire();

    expect(await typed(world, 'U0ALICE', `show ${id}`)).toContain(
      'Rejected because its card could not be posted in time',
    );
    expect(await typed(world, 'U0ALICE', `why ${id}`)).toContain(
      'Its card could not be posted in time, so this was rejected, as declared.',
    );
  });
});

describe('an approval that ends otherwise before its card could be posted', () => {
  test('is withdrawn: that is said, and nobody has to look at it', async () => {
    const { world, id, heard, bodies } = await unseen();

    await world.approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' });
    await world.work();

    expect(heard).toEqual(['withdrawn withdrawn', 'neverShown withdrawn', 'delivered withdrawn']);
    expect(await typesOf(world, id)).toEqual(['asked', 'card_failed', 'withdrawn', 'never_shown', 'delivered']);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ data: { shown: false } });
    expect(await world.get(id)).toMatchObject({ attention: null });
    expect(await typed(world, 'U0ALICE', `show ${id}`)).toMatch(
      /Withdrawn by alertmanager, .*, before its card was posted/,
    );
    expect(await typed(world, 'U0ALICE', `why ${id}`)).toMatch(
      /Its card had not been posted by then\. The reason given: resolved$/,
    );
  });

  test('is approved by somebody who needed no card', async () => {
    const { world, id, digest, heard } = await unseen();

    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();

    expect(heard).toEqual(['approved approved', 'neverShown approved', 'delivered approved']);
    expect(await world.get(id)).toMatchObject({ decision: { outcome: 'approved', shown: false }, attention: null });
    expect(await typed(world, 'U0ALICE', `show ${id}`)).toMatch(/Approved by .*, before its card was posted/);
    expect(await typed(world, 'U0CAROL', `why ${id}`)).toBe(
      'This was already approved by <@U0ALICE>. Its card had not been posted by then.',
    );
  });
});

describe('an approval whose card was posted', () => {
  test('says so, however it ends', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const heard: string[] = [];
    world.approvals.on('neverShown', ({ approval: { id } }) => heard.push(id));
    const { id } = await world.ask();
    world.clock.advance(hour);

    await world.work();

    expect(await world.get(id)).toMatchObject({ status: 'expired', decision: { shown: true }, attention: null });
    expect(await typesOf(world, id)).toEqual(['asked', 'decided', 'delivered']);
    expect(heard).toEqual([]);
  });

  test('says so although it was deleted since and is to be posted again', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h', onExpiry: 'approve' } });
    const { id, copies } = await world.ask();
    const { channelId, ts } = present(copies[0]);
    world.slack.deleteMessage({ userId: 'U0ALICE', channelId, ts: present(ts) });
    world.slack.archive(channelId);
    await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
    await world.approvals.flush();
    world.clock.advance(hour);

    await world.work();

    expect((await world.get(id)).copies).toEqual([]);
    expect(await world.get(id)).toMatchObject({ status: 'approved', decision: { shown: true } });
  });
});

test('what needs attention is listed in pages, what was never shown after what was never delivered', async () => {
  const world = await createWorld({ kind: { channel: 'C0ARCHIVE', expiresIn: '1h' } });
  const failing = async () => {
    throw new Error('no');
  };
  const dying = world.approvals.define(
    'dying',
    orderOptions({ onDecision: failing, deliverWithin: '1s', channel: 'C0OPS' }),
  );
  const waiting = world.approvals.define('waiting', orderOptions({ channel: 'C0ARCHIVE', expiresIn: '30d' }));
  const ids: string[] = [];
  for (const kind of [dying, world.orders, world.orders, waiting]) {
    ids.push((await kind.ask({ size: 'large' }, { requester: 'alertmanager' })).approval.id);
    world.clock.advance(second);
  }
  await world.work();
  await world.approvals.withdraw(present(ids[0]), { by: 'alertmanager', reason: 'resolved' });
  await world.work();
  world.clock.advance(day);
  await world.work();

  const pagesOf = async (limit: number) => {
    const pages: (string | undefined)[][] = [];
    let after: string | null = null;
    do {
      const page = await world.approvals.list({ attention: true, limit, after });
      pages.push(page.approvals.map(({ attention }) => attention?.code));
      after = page.next;
    } while (after !== null);
    return pages;
  };
  const [dead, shown, card] = ['delivery_dead', 'never_shown', 'card_waiting'];

  expect(await pagesOf(1)).toEqual([[dead], [shown], [shown], [card]]);
  expect(await pagesOf(2)).toEqual([
    [dead, shown],
    [shown, card],
  ]);
  expect(await pagesOf(3)).toEqual([[dead, shown, shown], [card]]);
  expect(await pagesOf(4)).toEqual([[dead, shown, shown, card]]);
  await expect(world.approvals.list({ attention: true, after: '6:' })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
});
