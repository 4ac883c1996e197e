import { memoryStore } from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { minute, present, second } from '../world/world.js';
import { calls, channelRow, keeperOf, type Storm, seenIn, storm, summaryOf } from './storm.js';

const resolved = { by: 'alertmanager', reason: 'resolved' };
const post = 'chat.postMessage';
const update = 'chat.update';

async function marked(options: Parameters<typeof storm>[0] = {}, count = 25) {
  const world = await storm(options);
  const asked = await world.askMany(count);
  await world.mark();
  return {
    world,
    withdraw: async (many = count) => {
      for (const { id } of asked.slice(0, many)) await world.approvals.withdraw(id, resolved);
    },
  };
}

/** In how many seconds the channel's row is due. */
async function dueIn(world: Storm): Promise<number | null> {
  const { dueAt, leaseToken } = await channelRow(world);
  expect(leaseToken).toBeNull();
  return dueAt === null ? null : (dueAt - world.clock()) / second;
}

describe('a summary that Slack does not take', () => {
  test('for now is tried again after 1 s, 5 s, 30 s, and then every 5 minutes', async () => {
    const { world } = await marked();
    world.slack.fail({ method: post, how: 'error', error: 'service_unavailable', times: 5 });
    const waits: (number | null)[] = [];

    await world.keep();
    for (let tries = 0; tries < 5; tries += 1) {
      const wait = present(await dueIn(world));
      waits.push(wait);
      await world.afterWork(wait * second);
    }

    expect(waits).toEqual([1, 5, 30, 300, 300]);
    expect(seenIn(world)).toHaveLength(1);
    expect(await summaryOf(world)).toMatchObject({ attemptCount: 0, unknownPosts: 0 });
  });

  test('because of too many calls waits as long as Slack says', async () => {
    const { world } = await marked();
    world.slack.fail({ method: post, how: 'rate_limit', retryAfterSeconds: 70 });

    await world.keep();

    expect(await dueIn(world)).toBe(70);
  });

  test('until the cause is mended is tried after 1, 5, and then every 15 minutes, and one line of the log says why', async () => {
    const { world } = await marked();
    world.slack.fail({ method: post, how: 'error', error: 'not_in_channel', times: 'until_mended' });
    const waits: (number | null)[] = [];

    await world.keep();
    for (let tries = 0; tries < 4; tries += 1) {
      const wait = present(await dueIn(world));
      waits.push(wait);
      await world.afterWork(wait * second);
    }
    world.slack.mend();
    await world.afterWork(15 * minute);

    expect(waits).toEqual([60, 300, 900, 900]);
    expect(seenIn(world)).toHaveLength(1);
    expect(await summaryOf(world)).toMatchObject({ problem: null, attemptCount: 0 });
    expect(world.log.lines.filter(({ parts }) => String(parts[0]).includes('summary card'))).toHaveLength(1);
  });

  test('and whose fate is unknown is posted once more after a minute, and not a third time', async () => {
    const { world, withdraw } = await marked();
    world.slack.fail({ method: post, how: 'lose_response', times: 'until_mended' });

    await world.keep();
    const first = await dueIn(world);
    await world.later(59 * second);
    const early = calls(world, post);
    await world.later(second);
    await world.later(minute);
    for (let looks = 0; looks < 3; looks += 1) await world.later(5 * minute);

    expect([first, early, calls(world, post)]).toEqual([60, 1, 2]);
    await withdraw();
    await world.later(5 * minute);
    expect(await summaryOf(world)).toBeNull();
    expect(await dueIn(world)).toBeNull();
    expect(calls(world, update)).toBe(0);
  });
});

describe('a summary that stands', () => {
  async function standing(count = 25) {
    const { world, withdraw } = await marked({}, count);
    await world.keep();
    return { world, withdraw };
  }

  test('and was deleted is posted again while many wait', async () => {
    const { world, withdraw } = await standing();
    const { ts } = present(seenIn(world)[0]);
    world.slack.deleteMessage({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts });
    await withdraw(1);

    await world.later(30 * second);
    await world.later(second);

    expect(seenIn(world)[0]?.text).toMatch(/^24 approvals wait/);
    expect(seenIn(world)[0]?.ts).not.toBe(ts);
  });

  test('and was deleted is not posted again where few still wait', async () => {
    const { world, withdraw } = await standing();
    const { ts } = present(seenIn(world)[0]);
    world.slack.deleteMessage({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts });
    await withdraw(5);

    await world.later(30 * second);
    await world.later(minute);

    expect(seenIn(world)).toEqual([]);
    expect(await summaryOf(world)).toBeNull();
  });

  test('is drawn again after an update whose fate is unknown', async () => {
    const { world, withdraw } = await standing();
    await withdraw(1);
    world.slack.fail({ method: update, how: 'lose_response' });

    await world.later(30 * second);
    const wait = await dueIn(world);
    await world.later(30 * second);

    expect(wait).toBe(30);
    expect(calls(world, update)).toBe(2);
    expect(await summaryOf(world)).toMatchObject({ attemptCount: 0 });
  });

  test('is drawn again after that also where it would show what it showed before', async () => {
    const { world, withdraw } = await standing();
    const before = seenIn(world)[0]?.text;
    await withdraw(1);
    world.slack.fail({ method: update, how: 'lose_response' });
    await world.later(30 * second);
    const between = seenIn(world)[0]?.text;
    await world.askMany(1);

    await world.later(30 * second);

    expect(between).not.toBe(before);
    expect(seenIn(world)[0]?.text.split('\n')[0]).toBe(before?.split('\n')[0]);
  });

  test('gives its last words up after ten tries', async () => {
    const { world, withdraw } = await standing();
    await withdraw();
    world.slack.fail({ method: update, how: 'error', error: 'is_archived', times: 'until_mended' });

    for (let tries = 0; tries < 12; tries += 1) await world.later(15 * minute);

    expect(calls(world, update)).toBe(10);
    expect(await summaryOf(world)).toBeNull();
  });
});

describe('a process that ends', () => {
  /** A process on the same Slack and store whose next writes of channels are lost from the given one on. */
  function dying(world: Storm, from: number) {
    let puts = 0;
    const store: ApprovalStore = {
      ...world.store,
      put: async (row, version) => {
        puts += 1;
        // what never returns is as good as a process that is gone
        return puts < from ? await world.store.put(row, version) : await new Promise<never>(() => undefined);
      },
    };
    return keeperOf(world, store);
  }

  async function untilPosted(world: Storm, count: number) {
    await expect.poll(() => calls(world, post)).toBe(count);
  }

  test('between the post and its put leaves a message that another process repeats once, after the lease', async () => {
    const { world } = await marked();
    void dying(world, 2).processDue();
    await untilPosted(world, 1);

    await world.later(59 * second);
    const early = calls(world, post);
    await world.later(second);
    await world.later(30 * second);

    expect([early, calls(world, post)]).toEqual([1, 2]);
    expect(await summaryOf(world)).toMatchObject({ ts: seenIn(world)[1]?.ts, unknownPosts: 0 });
  });

  test('twice at that point leaves two messages, and nobody posts a third', async () => {
    const { world } = await marked();
    void dying(world, 2).processDue();
    await untilPosted(world, 1);
    world.clock.advance(minute);
    void dying(world, 2).processDue();
    await untilPosted(world, 2);

    for (let looks = 0; looks < 4; looks += 1) await world.later(minute);

    expect(calls(world, post)).toBe(2);
  });

  test('before the post has posted nothing, and costs no try', async () => {
    const { world } = await marked();
    void dying(world, 1).processDue();
    await expect.poll(async () => (await channelRow(world)).claimCount).toBe(1);

    await world.later(minute);

    expect(seenIn(world)).toHaveLength(1);
    expect(await summaryOf(world)).toMatchObject({ unknownPosts: 0 });
  });

  test('each time it takes the row up is stopped by the tenth', async () => {
    const { world } = await marked();
    const row = await channelRow(world);
    await world.store.put({ ...row, claimCount: 9 }, row.version);

    await world.keep();

    expect(calls(world, post)).toBe(0);
    expect(await dueIn(world)).toBeNull();
    expect(world.log.text()).toContain('is given up');
    await world.mark();
    await world.keep();
    expect(calls(world, post)).toBe(1);
  });
});

test('a process that was away for longer than its lease tells the next holder of its message', async () => {
  let isAway = true;
  const agreeable = agreeableTransport();
  const waiting: (() => void)[] = [];
  const transport: SlackTransport = agreeableTransport({
    post: async (message) => {
      if (isAway) await new Promise<void>((resolve) => waiting.push(resolve));
      return await agreeable.post(message);
    },
  });
  const { world } = await marked({ access: { transport } });
  const away = world.keeper.processDue();
  await expect.poll(() => waiting.length).toBe(1);
  world.clock.advance(minute);
  // the one that takes over dies before it posts
  const store: ApprovalStore = { ...world.store, put: () => new Promise<never>(() => undefined) };
  void keeperOf(world, store).processDue();
  await expect.poll(async () => (await channelRow(world)).claimCount).toBe(2);
  const taken = await channelRow(world);

  isAway = false;
  for (const arrive of waiting) arrive();
  await away;

  expect(await summaryOf(world)).toMatchObject({ ts: expect.any(String) });
  expect(await channelRow(world)).toMatchObject({ leaseToken: taken.leaseToken, leaseUntil: taken.leaseUntil });
});

describe('a row', () => {
  const newer = JSON.stringify({ schemaVersion: 2, channelId: 'C0PIZZA', summary: { of: 'another form' } });

  test('of a newer release is left as it is for five minutes', async () => {
    const { world } = await marked();
    const row = await channelRow(world);
    await world.store.put({ ...row, body: newer }, row.version);

    await world.keep();

    expect(await channelRow(world)).toMatchObject({ body: newer, claimCount: 0 });
    expect(await dueIn(world)).toBe(300);
    expect(calls(world, post)).toBe(0);
  });

  test('that a newer release writes meanwhile is left as it is, too', async () => {
    const inner = memoryStore();
    let isReading = false;
    const store: ApprovalStore = {
      ...inner,
      list: async (query) => {
        if (isReading) {
          isReading = false;
          const row = await channelRow(world);
          await inner.put({ ...row, body: newer }, row.version);
        }
        return await inner.list(query);
      },
    };
    const { world } = await marked({ store });
    isReading = true;

    await world.keep();

    expect(await channelRow(world)).toMatchObject({ body: newer });
    expect(await dueIn(world)).toBe(300);
    expect(calls(world, post)).toBe(0);
  });

  test('that nobody can read is not taken up again, and the log says so', async () => {
    const { world } = await marked();
    const row = await channelRow(world);
    await world.store.put({ ...row, body: 'damaged' }, row.version);

    await world.keep();

    expect(await channelRow(world)).toMatchObject({ body: 'damaged' });
    expect(await dueIn(world)).toBeNull();
    expect(world.log.text()).toContain('cannot be read');
  });
});
