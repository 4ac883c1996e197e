import { type Approvals, createApprovals, memoryStore, SlackApprovalError, user } from '@k8s-pizza/slack-approval';
import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { definePizzaOrder } from '../../src/pizza-kinds.js';
import { asksRoute, progressRoute } from '../../src/signed-messages.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';
import { aSecret } from '../world/an-environment.js';

const secret = aSecret();
const options = { secret, log: () => undefined };
const ask = {
  type: 'ask',
  payload: aPizzaOrder,
  key: 'a group',
  requester: 'alertmanager',
  context: ['1 alert firing'],
};
const withdraw = { type: 'withdraw', key: 'a group', by: 'alertmanager', reason: 'The alert has resolved.' };

interface Signing {
  readonly id?: string;
  readonly secondsAgo?: number;
  readonly signedWith?: string;
}

/** A request as the order function sends it, unless a test says otherwise. */
function signed(message: unknown, { id = 'msg_1', secondsAgo = 0, signedWith = secret }: Signing = {}): RawRequest {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const at = new Date(Date.now() - secondsAgo * 1_000);
  const headers: Readonly<Record<string, string>> = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(signedWith).sign(id, at, text),
  };
  return { method: 'POST', header: (name) => headers[name], body: Buffer.from(text) };
}

/** A Slack app without a Slack: it may be asked. */
function anApp(store = memoryStore()) {
  const approvals: Approvals = createApprovals({ store });
  const kind = definePizzaOrder(approvals, {
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    sink: async () => undefined,
  });
  const { answer } = asksRoute(kind, options);
  const send = async (request: RawRequest) => {
    const { status, body } = await answer(request);
    return { status, body: JSON.parse(body) };
  };
  const statuses = async () => (await approvals.list()).approvals.map(({ status }) => status);
  return { answer, send, statuses };
}

test('a request without signature headers is refused before its body is read', () => {
  const { answer } = anApp();

  expect(answer.refuseHead?.({ method: 'POST', header: () => null })).toMatchObject({ status: 401 });
  expect(answer.refuseHead?.(signed(ask))).toBeNull();
});

describe('a signed command', () => {
  test('asks, replaces the context, and withdraws', async () => {
    const { send, statuses } = anApp();

    const asked = await send(signed(ask, { id: 'one' }));
    const { id } = asked.body.approval;
    const replaced = await send(signed({ type: 'replaceContext', id, lines: ['2 alerts firing'] }, { id: 'two' }));
    const withdrawn = await send(signed(withdraw, { id: 'three' }));
    const again = await send(signed(withdraw, { id: 'four' }));

    expect(asked).toMatchObject({ status: 200, body: { approval: { status: 'pending' }, created: true } });
    expect(replaced).toEqual({ status: 200, body: { ok: true, approval: { id, status: 'pending' } } });
    expect(withdrawn).toEqual({ status: 200, body: { ok: true, approval: { id, status: 'withdrawn' } } });
    expect(again).toMatchObject({ status: 200, body: { ok: false, code: expect.any(String) } });
    expect(await statuses()).toEqual(['withdrawn']);
  });

  test('that is replayed after its alert resolved does not ask again, and gets the same response', async () => {
    const { send, statuses } = anApp();
    const request = signed(ask, { id: 'one' });
    const first = await send(request);
    await send(signed(withdraw, { id: 'two' }));

    const replayed = await Promise.all([send(request), send(request)]);

    expect(replayed).toEqual([first, first]);
    expect(await statuses()).toEqual(['withdrawn']);
  });

  test('that could not be stored may be retried under the same id', async () => {
    const store = memoryStore();
    let isAway = true;
    const put: typeof store.put = (row, version) =>
      isAway ? Promise.reject(new Error('the store is away')) : store.put(row, version);
    const { send, statuses } = anApp({ ...store, put });
    const request = signed(ask);

    const away = await send(request);
    isAway = false;
    const back = await send(request);

    expect(away).toEqual({ status: 503, body: { error: 'unavailable' } });
    expect(back.status).toBe(200);
    expect(await statuses()).toEqual(['pending']);
  });
});

describe('a command is refused', () => {
  test.each([
    ['signed with another secret', signed(ask, { signedWith: aSecret() })],
    ['too old', signed(ask, { secondsAgo: 301 })],
    ['too new', signed(ask, { secondsAgo: -310 })],
    ['without headers', { method: 'POST', header: () => null, body: Buffer.from('{}') }],
    ['not UTF-8', { ...signed(ask), body: Buffer.from([0xff, 0xfe]) }],
  ])('%s: 401', async (_what, request) => {
    const { send, statuses } = anApp();

    expect(await send(request)).toEqual({ status: 401, body: { error: 'unauthenticated' } });
    expect(await statuses()).toEqual([]);
  });

  test.each([
    ['no JSON', '{"type":'],
    ['of no kind', { type: 'vote', id: 'a', answer: 'approve' }],
    ['with a field too many', { ...ask, channel: 'C0OTHER' }],
    ['for an order that nobody could deliver', { ...ask, payload: { ...aPizzaOrder, order: {} } }],
    ['under no key', { ...ask, key: '' }],
  ])('%s: 400, and nothing of it is repeated', async (_what, message) => {
    const { send, statuses } = anApp();

    expect(await send(signed(message))).toEqual({ status: 400, body: { error: 'malformed_message' } });
    expect(await statuses()).toEqual([]);
  });

  test('with 422 and the code, if the library refuses it', async () => {
    const { send } = anApp();

    const answer = await send(signed({ ...ask, requester: 'U0ALICE' }));

    expect(answer).toEqual({ status: 422, body: { error: 'invalid_requester' } });
  });
});

describe('a report', () => {
  const now = new Date().toISOString();

  async function anOrder() {
    const { approvals, decision } = await anApprovedOrder();
    const { answer } = progressRoute(approvals, options, Date.now);
    const { approvalId, digest } = decision;
    const report = (tracker: object, id: string, of = digest) =>
      answer(signed({ orders: [{ approvalId, digest: of, status: { tracker } }] }, { id }));
    const states = async () => (await approvals.get(approvalId))?.progress.map(({ state }) => state).join(' ');
    const details = async () => (await approvals.get(approvalId))?.progress.map(({ detail }) => detail) ?? [];
    const cost = (price: string, id: string) =>
      answer(signed({ orders: [{ approvalId, digest, status: { price, tracker: { prep: now } } }] }, { id }));
    return { report, states, cost, details };
  }

  test('moves steps forward, and a late one moves none back', async () => {
    const { report, states } = await anOrder();

    const answer = await report({ prep: now, bake: now }, 'one');
    await report({ prep: now }, 'two');

    expect(answer.status).toBe(200);
    expect(await states()).toBe('done active pending pending pending');
  });

  test('of an unreadable record does not block the other reports', async () => {
    const { approvals, decision } = await anApprovedOrder();
    const { approvalId, digest } = decision;
    const broken = 'a22222222222222222222222a2';
    const lines: string[] = [];
    const some = new Proxy(approvals, {
      get(target, name, receiver) {
        if (name !== 'get') return Reflect.get(target, name, receiver);
        return async (id: string) => {
          if (id === broken) throw new SlackApprovalError('record_corrupt', 'It cannot be read.');
          return await target.get(id);
        };
      },
    });
    const { answer } = progressRoute(some, { secret, log: (line) => lines.push(line) }, Date.now);
    const status = { tracker: { prep: now } };

    const { status: code } = await answer(
      signed({ orders: [broken, approvalId].map((id) => ({ approvalId: id, digest, status })), present: null }),
    );

    expect(code).toBe(200);
    expect((await approvals.get(approvalId))?.progress[0]?.state).toBe('active');
    expect(lines).toEqual([`progress: the report of ${broken} was refused: It cannot be read.`]);
  });

  test.each([
    ['$30.01', '$30.01, more than the approved $30.00'],
    ['1,030', '1,030, more than the approved $30.00'],
    ['$30.00', '$30.00'],
    ['$9.99', '$9.99'],
    ['31,00 kr', '31,00 kr'],
  ])('of an order that cost %s is shown as %j', async (price, detail) => {
    const { cost, details } = await anOrder();

    await cost(price, 'one');

    expect((await details())[0]).toBe(detail);
  });

  test('of another revision changes nothing', async () => {
    const { report, states } = await anOrder();

    await report({ prep: now }, 'one', 'sha256:other');

    expect(await states()).toBe('pending pending pending pending pending');
  });
});
