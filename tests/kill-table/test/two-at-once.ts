import { serveHttp } from 'test-processes/http-server';
import { alice, bob, type Line, taken } from './lines.js';
import type { World } from './world.js';

const rounds = 20;
const clicks = 20;

/** One click as Slack sends it: signed once, so that it can be sent again byte for byte. */
async function recordClick(world: World, userId: string, ts: string): Promise<RequestInit> {
  const recorded: RequestInit[] = [];
  const recorder = await serveHttp(async ({ headers }, body, response) => {
    const names = ['content-type', 'x-slack-request-timestamp', 'x-slack-signature'];
    const kept = names.map((name): [string, string] => [name, headers[name]?.toString() ?? '']);
    recorded.push({ method: 'POST', headers: Object.fromEntries(kept), body: new Uint8Array(body) });
    response.end();
  });
  world.slack.requestUrl = recorder.origin;
  await world.slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' });
  await recorder.close();
  return recorded[0] ?? {};
}

/** Two processes act on one record at the same instant, without a kill. Lines 11 and 12. */
export function twoAtOnce(line: Line): void {
  line(
    '11',
    `two people at once from two processes, ${rounds} times: one decision, the other is told`,
    async (world, expect) => {
      const apps = await Promise.all([world.start(), world.start()]);
      const [first, second] = apps;

      for (let round = 1; round <= rounds; round += 1) {
        await world.advance(10_000);
        const { id, ts } = await world.asked(first, 'one', `order ${round}`);
        // both have read the record and decided: only the put can tell them apart
        const stops = await Promise.all(apps.map((app) => app.stopAt('before put')));
        const answers = [world.click(first, alice, ts, 'approve'), world.click(second, bob, ts, 'reject')];
        await Promise.all(stops.map(({ reached }) => reached));
        await Promise.all(apps.map((app) => app.goOn()));
        expect(await Promise.all(answers)).toMatchObject([taken, taken]);
        await Promise.all(apps.map((app) => app.settled()));

        const { approval, history } = await world.record(id);
        const isAlices = approval.status === 'approved';
        const [winner, loser, outcome] = isAlices ? [alice, bob, 'approved'] : [bob, alice, 'rejected'];
        expect(approval).toMatchObject({ status: outcome, votes: [{ by: { userId: winner } }] });
        expect(history.filter(({ event }) => event['type'] === 'decided')).toHaveLength(1);
        expect(world.told(loser).at(-1)).toContain(`already ${outcome} by <@${winner}>`);
        // one person was told something, in each round
        expect([...world.told(alice), ...world.told(bob)]).toHaveLength(round);
        expect(world.receiver.applied.filter(({ approvalId }) => approvalId === id)).toMatchObject([{ outcome }]);
      }
    },
  );

  line('11', 'a decision under another process’s running lease: its holder delivers it', async (world, expect) => {
    const [holder, other] = await Promise.all([world.startBehindGate(), world.start()]);
    const { id, ts } = await world.asked(holder, 'two');

    const sync = world.gate.hold((place) => place === 'after chat.update');
    expect(await world.click(holder, alice, ts, 'approve')).toMatchObject(taken);
    await sync.reached;
    const { leaseToken, leaseUntil } = (await world.row(id)) ?? {};
    expect(await world.click(other, bob, ts, 'approve')).toMatchObject(taken);
    await other.settled();
    expect(await world.row(id)).toMatchObject({ status: 'approved', leaseToken, leaseUntil });
    expect(world.receiver.attempts).toEqual([]);

    sync.goOn();
    await holder.settled();
    expect(world.receiver.applied).toMatchObject([{ approvalId: id, decidedBy: [{ userId: alice }, { userId: bob }] }]);
    expect((await world.record(id)).approval).toMatchObject({ delivery: { state: 'delivered' } });
    expect(JSON.stringify(world.cards())).toContain('Approved by');
    expect(await world.row(id)).toMatchObject({ leaseToken: null, claimCount: 0 });
  });

  line(
    '12',
    `${clicks} identical signed clicks at once over two processes: one vote, each 200`,
    async (world, expect) => {
      const apps = await Promise.all([world.start(), world.start()]);
      const { id, ts } = await world.asked(apps[0], 'one');
      const click = await recordClick(world, alice, ts);
      const send = (times: number) =>
        Array.from({ length: times }, async (_, index) => {
          const app = apps[index % apps.length];
          const answer = await fetch(app === undefined ? '' : world.urlOf(app), click);
          return [answer.status, await answer.text()];
        });

      // the first click of each process has read the record and decided before any other arrives
      const stops = await Promise.all(apps.map((app) => app.stopAt('before put')));
      const first = send(apps.length);
      await Promise.all(stops.map(({ reached }) => reached));
      const others = send(clicks - apps.length);
      await Promise.all(apps.map((app) => app.goOn()));
      expect(await Promise.all([...first, ...others])).toEqual(Array(clicks).fill([200, '']));
      await Promise.all(apps.map((app) => app.settled()));
      const stored = await world.row(id);
      expect(await Promise.all(send(clicks))).toEqual(Array(clicks).fill([200, '']));
      await Promise.all(apps.map((app) => app.settled()));

      expect(await world.row(id)).toEqual(stored);
      const { approval, history } = await world.record(id);
      expect(approval.votes).toMatchObject([{ by: { userId: alice } }]);
      expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'voted', 'decided', 'delivered']);
      expect(world.told(alice)).toEqual([]);
      expect(world.receiver.attempts).toHaveLength(1);
    },
  );
}
