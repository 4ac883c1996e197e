import { type DecisionSink, memoryStore, user } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deferred } from '../world/deferred.js';
import { recordingTransport } from '../world/recording-transport.js';
import { createWorld, type WorldOptions } from '../world/world.js';
import { countingStore } from './counting-store.js';

const delivered = { type: 'delivered' } as const;

/** An approval whose card is posted, and what was sent to Slack since. */
async function anApproval(onDecision: DecisionSink, kind: WorldOptions['kind'] = {}) {
  const { transport, messages } = recordingTransport();
  const { store, counts } = countingStore(memoryStore());
  const world = await createWorld({ store, access: { transport }, kind: { onDecision, ...kind } });
  const { id, digest } = await world.ask();
  messages.length = 0;
  Object.assign(counts, { get: 0, put: 0, claimDue: 0 });
  const approve = async (approvals = world.approvals) =>
    await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  const updates = () =>
    messages.filter(({ method }) => method === 'update').map(({ blocks }) => JSON.stringify(blocks));
  return { world, id, approve, updates, counts };
}

describe('the first update after a decision', () => {
  test('waits for a receiver that answers soon, and shows both', async () => {
    const { world, approve, updates, counts } = await anApproval({
      deliver: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return delivered;
      },
    });

    await approve();
    await world.approvals.flush();

    expect(updates()).toEqual([expect.stringContaining('Handed over')]);
    // the vote; the outcome of the delivery; the update and the end of the lease
    expect(counts).toMatchObject({ get: 1, put: 3, claimDue: 0 });
  });

  test('does not wait for longer than 0.7 s, and the second follows the receiver at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const receiver = deferred<typeof delivered>();
    const { world, approve, updates } = await anApproval({ deliver: () => receiver.promise });

    await approve();
    await vi.advanceTimersByTimeAsync(699);
    const early = updates();
    await vi.advanceTimersByTimeAsync(1);
    const late = updates();
    receiver.resolve(delivered);
    await vi.advanceTimersByTimeAsync(0);
    await world.approvals.flush();

    expect(early).toEqual([]);
    expect(late).toEqual([expect.stringContaining('Being handed over')]);
    expect(updates()).toEqual([...late, expect.stringContaining('Handed over')]);
  });

  test('does not wait where this process cannot deliver', async () => {
    const { transport, messages } = recordingTransport();
    const world = await createWorld({ access: { transport } });
    const { id, digest } = await world.ask();
    const other = world.again();
    messages.length = 0;

    await other.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await other.flush();

    expect(messages.map(({ method }) => method)).toEqual(['update']);
    expect(JSON.stringify(messages)).toContain('Being handed over');
  });

  test('does not wait in a process that stops', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const receiver = deferred<typeof delivered>();
    const { world, approve, updates } = await anApproval({ deliver: () => receiver.promise });
    const stopping = world.approvals.stop();

    await approve();
    await vi.advanceTimersByTimeAsync(1);
    const whileStopping = updates();
    receiver.resolve(delivered);
    await stopping;
    await world.approvals.flush();

    expect(whileStopping).toEqual([expect.stringContaining('Being handed over')]);
  });

  test('of three copies is one each, stored together', async () => {
    const { world, approve, updates, counts } = await anApproval(
      { deliver: async () => delivered },
      { channel: ['C0PIZZA', 'C0OPS', 'C0DEPLOYS'] },
    );

    await approve();
    await world.approvals.flush();

    expect(updates()).toHaveLength(3);
    expect(counts).toMatchObject({ get: 1, put: 3, claimDue: 0 });
  });
});

test('what another process has changed meanwhile is seen before the next message is sent', async () => {
  const { transport, messages } = recordingTransport();
  const begun = deferred();
  const posting = deferred();
  const post: typeof transport.post = async (message) => {
    begun.resolve();
    if (message.channelId === 'C0PIZZA') await posting.promise;
    return await transport.post(message);
  };
  const world = await createWorld({
    access: { transport: { ...transport, post } },
    kind: { channel: ['C0PIZZA', 'C0OPS'] },
  });
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await begun.promise;
  await world.again().withdraw(approval.id, { by: 'test', reason: 'resolved' });
  posting.resolve();
  await world.approvals.flush();

  expect(messages.map(({ method, to }) => `${method} ${to}`)).toEqual(['post C0PIZZA', 'update C0PIZZA']);
});
