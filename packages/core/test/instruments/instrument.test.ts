import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { type Instrument, type Operation, user, webhook } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { serveHttp } from '../delivery/local-server.js';
import { newSecret } from '../delivery/secrets.js';
import { click } from '../world/people.js';
import { createWorld, type World } from '../world/world.js';

/** Notes each operation with the word that it ended with. */
function aNotingInstrument() {
  const noted: { readonly operation: Operation; readonly outcome: string }[] = [];
  const instrument: Instrument = async (operation, run) => {
    noted.push({ operation, outcome: await run() });
  };
  const words = (type: Operation['type']) =>
    noted.flatMap(({ operation, outcome }) =>
      operation.type !== type ? [] : [`${'method' in operation ? operation.method : operation.kind} ${outcome}`],
    );
  return { instrument, noted, words };
}

const failed = ({ log }: World) => log.text().match(/instrument_failed/g) ?? [];

async function approveOne(world: World) {
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  return await world.get(approval.id);
}

describe('an instrument', () => {
  test('is called around the store, Slack and the attempts to deliver', async () => {
    const world = await createWorld();
    const { instrument, noted, words } = aNotingInstrument();
    world.approvals.instrument(instrument);

    const { id } = await approveOne(world);
    await world.approvals.list();

    expect(new Set(words('store'))).toEqual(new Set(['get ok', 'put ok', 'claimDue ok', 'list ok']));
    expect(words('slack')).toEqual(expect.arrayContaining(['installation ok', 'post ok', 'update ok']));
    expect(noted.filter(({ operation }) => operation.type === 'delivery')).toEqual([
      { operation: { type: 'delivery', approvalId: id, kind: 'order', attempt: 1, headers: {} }, outcome: 'delivered' },
    ]);
  });

  test('learns of failed attempts and calls by a word, and of nothing that they hold', async () => {
    const world = await createWorld({
      kind: { onDecision: () => Promise.reject(new Error('a secret of the sink')) },
      access: { token: 'xoxb-of-another-app' },
    });
    const { instrument, noted, words } = aNotingInstrument();
    world.approvals.instrument(instrument);
    const { approval } = await world.orders.ask({ size: 'planted' }, { requester: 'alertmanager' });
    await world.approvals.vote(approval.id, {
      by: user('U0ALICE'),
      answer: 'approve',
      digest: approval.digest,
      via: 'test',
    });
    await world.work();

    expect(words('delivery')).toEqual(['order retry']);
    expect(words('slack')).toContain('installation waiting');
    expect(JSON.stringify(noted)).not.toMatch(/secret|planted|xoxb/);
  });

  test('learns of the private reply to a click', async () => {
    const world = await createWorld();
    const { instrument, words } = aNotingInstrument();
    const approval = await world.ask();
    world.approvals.instrument(instrument);

    await click(world, approval, 'U0ROBOT', 'approve');

    expect(words('slack')).toEqual(['reply ok']);
  });

  test('learns that the store failed, and the caller gets the error', async () => {
    const world = await createWorld();
    const { instrument, words } = aNotingInstrument();
    const { id } = await world.ask();
    world.approvals.instrument(instrument);
    world.store.get = () => {
      throw new Error('the disk is gone');
    };

    await expect(world.approvals.get(id)).rejects.toThrow('the disk is gone');

    expect(words('store')).toEqual(['get failed']);
  });

  test('is not called any more once it is removed', async () => {
    const world = await createWorld();
    const { id } = await world.ask();
    const { instrument, noted } = aNotingInstrument();
    const remove = world.approvals.instrument(instrument);
    const other = aNotingInstrument();
    world.approvals.instrument(instrument);
    world.approvals.instrument(other.instrument);
    await world.approvals.get(id);
    remove();

    await world.approvals.get(id);

    expect(noted).toHaveLength(3);
    expect(other.noted).toHaveLength(2);
  });
});

describe('the sink', () => {
  test('runs within what each instrument sets, the first one outermost', async () => {
    const outer = new AsyncLocalStorage<string>();
    const inner = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const world = await createWorld({ kind: { onDecision: () => void seen.push(outer.getStore(), inner.getStore()) } });
    world.approvals.instrument((_, run) => outer.run('outer', run));
    world.approvals.instrument((_, run) => inner.run(`within ${outer.getStore()}`, run));

    await approveOne(world);

    expect(seen).toEqual(['outer', 'within outer']);
  });

  test('a webhook sends the headers that instruments add, and none that belong to it or are malformed', async () => {
    const received: IncomingHttpHeaders[] = [];
    const url = await serveHttp((request, response) => {
      received.push(request.headers);
      request.resume().on('end', () => response.end());
    });
    const headers = { authorization: 'Bearer of the app' };
    const world = await createWorld({ kind: { onDecision: webhook(url, { secret: newSecret, headers }) } });
    world.approvals.instrument((operation, run) => {
      if (operation.type === 'delivery')
        Object.assign(operation.headers, {
          ...{ traceparent: '00-1', authorization: 'Bearer of the instrument', 'webhook-id': 'another' },
          ...{ 'transfer-encoding': 'chunked', 'not a name': 'x', 'x-line': 'a\r\nb: c', 'x-number': 1 },
        });
      return run();
    });

    const { id, delivery } = await approveOne(world);

    expect(delivery.state).toBe('delivered');
    expect(received).toMatchObject([{ ...headers, traceparent: '00-1', 'webhook-id': id }]);
    expect(received[0]).not.toHaveProperty('x-line');
    expect(received[0]).not.toHaveProperty('x-number');
    expect(received[0]).not.toHaveProperty('transfer-encoding');
  });
});

describe('an instrument that misbehaves', () => {
  const faults: Readonly<Record<string, Instrument>> = {
    throws: () => {
      throw new Error('broken');
    },
    'throws after it has called run': (_, run) => {
      void run();
      throw new Error('broken');
    },
    rejects: async () => Promise.reject(new Error('broken')),
    'rejects later': async (_, run) => {
      await run();
      throw new Error('broken');
    },
  };

  test.each(Object.entries(faults))('%s: everything runs once, and one line says so', async (_, fault) => {
    const delivered: string[] = [];
    const world = await createWorld({ kind: { onDecision: ({ approvalId }) => void delivered.push(approvalId) } });
    world.approvals.instrument(fault);
    const other = aNotingInstrument();
    world.approvals.instrument(other.instrument);

    const { id, delivery } = await approveOne(world);

    expect(delivery.state).toBe('delivered');
    expect(delivered).toEqual([id]);
    expect(other.words('delivery')).toEqual(['order delivered']);
    expect(failed(world)).toHaveLength(1);
  });

  const oddities: Readonly<Record<string, Instrument>> = {
    'never calls run': () => undefined,
    'never ends': () => new Promise(() => undefined),
    'calls run twice': (_, run) => Promise.all([run(), run()]),
    'calls run late': async (_, run) => {
      await new Promise(setImmediate);
      await run();
    },
  };

  test.each(Object.entries(oddities))('%s: everything runs once', async (_, oddity) => {
    const delivered: string[] = [];
    const world = await createWorld({ kind: { onDecision: ({ approvalId }) => void delivered.push(approvalId) } });
    world.approvals.instrument(oddity);

    const { id } = await approveOne(world);

    expect(delivered).toEqual([id]);
    expect(failed(world)).toEqual([]);
  });
});
