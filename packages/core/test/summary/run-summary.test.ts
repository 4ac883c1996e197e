import { user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { minute, present, second, start } from '../world/world.js';
import { calls, channelRow, copyRow, seenIn, storm, summaryOf } from './storm.js';

const resolved = { by: 'alertmanager', reason: 'resolved' };

describe('where many cards wait in a channel', () => {
  test('one card says how many, which is the oldest, since when, and opens the list', async () => {
    const world = await storm();
    await world.askMany(1, () => 'the first <!channel>');
    world.clock.advance(second);
    await world.askMany(36);
    await world.mark();

    await world.keep();

    const [summary] = seenIn(world);
    expect(seenIn(world)).toHaveLength(1);
    expect(summary?.text).toBe(
      [
        '37 approvals wait for their cards here.',
        'Oldest: Order the first &lt;!channel&gt;?',
        `Waiting since <!date^${start / 1_000}^{date_short_pretty} {time}|2026-01-01T10:00:00.000Z>`,
        'One card a second is posted. The list has all that are open.',
        '<@U0ALICE> <@U0BOB> <@U0CAROL>',
      ].join('\n'),
    );
    expect(summary?.blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        {
          action_id: 'approval:default:show_list',
          accessibility_label: 'Show the list: 37 approvals wait for their cards here.',
        },
      ],
    });
    expect(await channelRow(world)).toMatchObject({ leaseToken: null, dueAt: world.clock() + 30 * second });
  });

  test('and nobody has marked it, nothing is said', async () => {
    const world = await storm();
    await world.askMany(30);

    await world.keep();

    expect(seenIn(world)).toEqual([]);
  });

  test('and more than 500 do, it says so, and since when the line is there', async () => {
    const world = await storm();
    const asked = present((await world.askMany(1))[0]);
    await copyRow(world, await world.row(asked.id), 700);
    await world.mark();

    await world.keep();

    expect(seenIn(world)[0]?.text).toMatch(/^More than 500 approvals wait for their cards here\.\nWaiting since/);
  });

  test('it is drawn anew after half a minute, by one update, and by none where nothing has changed', async () => {
    const world = await storm();
    const asked = await world.askMany(30);
    await world.mark();
    await world.keep();
    await world.later(29 * second);
    await world.later(second);
    const unchanged = calls(world, 'chat.update');
    for (const { id } of asked.slice(0, 5)) await world.approvals.withdraw(id, resolved);

    await world.later(29 * second);
    const early = calls(world, 'chat.update');
    await world.later(second);

    expect([unchanged, early, calls(world, 'chat.update')]).toEqual([0, 0, 1]);
    expect(seenIn(world)[0]?.text).toContain('25 approvals wait');
    expect(seenIn(world)).toHaveLength(1);
  });

  test('and all are posted, it says so once, without a button, and is left alone from then on', async () => {
    const world = await storm();
    const asked = await world.askMany(21);
    await world.mark();
    await world.keep();
    for (const { id } of asked) await world.approvals.withdraw(id, resolved);

    await world.later(30 * second);
    await world.later(minute);

    const [summary] = seenIn(world);
    expect(summary?.text).toBe('No approval waits for its card here any more.');
    expect(summary?.blocks.map(({ type }) => type)).toEqual(['rich_text']);
    expect(calls(world, 'chat.update')).toBe(1);
    expect(await summaryOf(world)).toBeNull();
    expect(await channelRow(world)).toMatchObject({ dueAt: null, leaseToken: null });
  });

  test('again later, another message is posted', async () => {
    const world = await storm();
    for (const message of [1, 2]) {
      const asked = await world.askMany(21);
      await world.mark();
      await world.later(minute);
      for (const { id } of asked) await world.approvals.withdraw(id, resolved);
      await world.later(minute);
      expect(seenIn(world)).toHaveLength(message);
    }
  });

  test('and none does any more when its turn comes, no message is posted', async () => {
    const world = await storm();
    await world.mark();

    await world.keep();

    expect(seenIn(world)).toEqual([]);
    expect(await channelRow(world)).toMatchObject({ dueAt: null, leaseToken: null });
  });

  test('the summary takes a second of the channel like a card', async () => {
    const world = await storm();
    await world.askMany(30);
    // the process that asked posts cards too, and its first has this second
    await world.orders.ask({ size: 'x' }, { requester: 'alertmanager' });
    await world.approvals.flush();
    await world.mark();

    await world.approvals.processDue();
    const waiting = await channelRow(world);

    expect(seenIn(world)).toHaveLength(1);
    expect(waiting.leaseToken).toBeNull();
    expect(waiting.dueAt).toBeGreaterThan(world.clock());
  });

  test('in the direct messages of a person, the card stands there, is drawn anew, and opens their list', async () => {
    const world = await storm({ kind: { channel: 'U0ALICE' } });
    const asked = await world.askMany(25);
    await world.mark('U0ALICE');
    await world.keep();
    await world.approvals.withdraw(present(asked[0]).id, resolved);

    await world.later(30 * second);
    const [summary] = seenIn(world, 'U0ALICE');
    const { postedIn } = present(await summaryOf(world, 'U0ALICE'));
    const actionId = 'approval:default:show_list';
    const click = { userId: 'U0ALICE', channelId: present(postedIn), ts: present(summary).ts, actionId };
    const sent = await world.slack.click(click);

    expect(summary?.text).toMatch(/^24 approvals wait/);
    expect(postedIn).toMatch(/^D/);
    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(JSON.stringify(world.slack.views('U0ALICE')[0]?.blocks).match(/open_card/g)).toHaveLength(10);
  });

  test('what others write into the row meanwhile stays', async () => {
    const world = await storm();
    await world.askMany(30);
    await world.mark();
    const row = await channelRow(world);
    await world.store.put(
      { ...row, body: JSON.stringify({ ...JSON.parse(row.body), nextFreeAt: 7, takenAt: 5 }) },
      row.version,
    );

    await world.keep();

    expect(JSON.parse((await channelRow(world)).body)).toMatchObject({
      nextFreeAt: 7,
      takenAt: 5,
      channelId: 'C0PIZZA',
    });
  });
});

describe('the people of the cards that wait', () => {
  const notified = (world: Parameters<typeof seenIn>[0]) => seenIn(world).map((message) => message.notified);
  const two = { approvers: [user('U0ALICE'), usergroup('S0ONCALL')] };

  test('are mentioned by the summary, once', async () => {
    const world = await storm({ kind: two });
    const asked = await world.askMany(30);
    await world.mark();

    await world.keep();
    for (const { id } of asked.slice(0, 5)) await world.approvals.withdraw(id, resolved);
    await world.later(30 * second);

    expect(calls(world, 'chat.update')).toBe(1);
    expect(seenIn(world)[0]?.text).not.toContain('<@U0ALICE>');
    expect(notified(world)).toEqual([['U0ALICE', 'U0BOB']]);
    expect(await summaryOf(world)).toMatchObject({ mentioned: true });
  });

  test('are not mentioned by one that is posted again after it was deleted', async () => {
    const world = await storm({ kind: two });
    await world.askMany(30);
    await world.mark();
    await world.keep();
    const [summary] = seenIn(world);
    world.slack.deleteMessage({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts: present(summary).ts });
    const [first] = (await world.approvals.list({ limit: 1 })).approvals;
    await world.approvals.withdraw(present(first).id, resolved);

    await world.later(30 * second);
    await world.later(second);
    await world.later(second);

    expect(notified(world)).toEqual([[]]);
  });

  test('are not mentioned where their kind mentions nobody', async () => {
    const world = await storm({ kind: { ...two, mention: 'nobody' } });
    await world.askMany(30);
    await world.mark();

    await world.keep();

    expect(notified(world)).toEqual([[]]);
  });

  test('are found in a count of several passes', async () => {
    const world = await storm({ kind: two });
    const asked = present((await world.askMany(1))[0]);
    await copyRow(world, await world.row(asked.id), 1_200, (row) => ({
      ...row,
      // only the oldest wait here
      body: row.id < 'aaaaaaaaaaaaaaaaaaaaaabaaa' ? row.body : row.body.replaceAll('C0PIZZA', 'C0ELSE'),
    }));
    await world.mark();

    await world.keep();
    await world.later(second);
    await world.later(second);

    expect(notified(world)).toEqual([['U0ALICE', 'U0BOB']]);
  });

  test('are not mentioned by the cards, while there is a summary', async () => {
    const world = await storm({ kind: two, slack: { rateLimits: false } });
    world.approvals.start({ pollEvery: '1h' });
    for (let count = 0; count < 25; count += 1) await world.orders.ask({ size: `${count}` }, { requester: 'ci' });
    await world.approvals.flush();
    const first = notified(world);

    for (let seconds = 0; seconds < 5; seconds += 1) {
      world.clock.advance(second);
      await expect.poll(() => seenIn(world).length, { timeout: 5_000 }).toBeGreaterThan(first.length + seconds);
    }
    await world.approvals.stop();

    expect(first).toEqual([['U0ALICE', 'U0BOB']]);
    const later = notified(world).slice(1);
    expect(later.filter((people) => people.length > 0).length).toBeLessThanOrEqual(1);
    expect(await summaryOf(world)).not.toBeNull();
  });
});
