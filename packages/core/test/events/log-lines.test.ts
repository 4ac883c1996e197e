import { user } from '@k8s-pizza/slack-approval';
import { type RawRequest, receiveStream } from '@k8s-pizza/slack-approval/host';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../world/log.js';
import { click } from '../world/people.js';
import { signed } from '../world/signed.js';
import { createWorld, hour, minute, second, type World } from '../world/world.js';

/** The level and the fields of each line. */
const linesOf = (log: Log) => log.lines.map(({ level, parts }) => ({ level, ...Object(parts[1]) }));

/** A request without its signature. */
async function unsigned(world: World): Promise<RawRequest> {
  const request = await signed(world, 'x');
  return { ...request, header: (name) => (name === 'x-slack-signature' ? null : request.header(name)) };
}

const refusals = (world: World) => linesOf(world.log).filter(({ code }) => code === 'request_refused');

describe('a request that is refused is told to the people who run the app', () => {
  test('by the other secret, with the three usual causes', async () => {
    const world = await createWorld({ access: { signingSecret: 'the-secret-of-another-app' } });

    await world.approvals.handleRaw(await signed(world, 'payload=%7B%7D'));

    expect(refusals(world)).toEqual([
      {
        level: 'warn',
        code: 'request_refused',
        reason: 'signature_mismatch',
        usualCauses: expect.stringMatching(/signing secret.*clock.*body/),
      },
    ]);
  });

  test('by a clock that is off', async () => {
    const world = await createWorld();
    const request = await signed(world, 'payload=%7B%7D');
    world.clock.advance(301 * second);

    await world.approvals.handleRaw(request);

    expect(refusals(world)).toMatchObject([{ reason: 'timestamp_out_of_range', usualCauses: expect.any(String) }]);
  });

  test('at once, then once a minute with the number of those between', async () => {
    const world = await createWorld();
    const send = async () => world.approvals.handleRaw(await unsigned(world));
    for (let count = 0; count < 4; count += 1) await send();
    world.clock.advance(minute);
    await send();

    expect(refusals(world)).toMatchObject([{ reason: 'signature_missing' }, { heldBack: 3 }]);
  });

  test('before its body is read, too', async () => {
    const world = await createWorld();
    const { method, header } = await unsigned(world);

    await receiveStream(world.approvals.handleRaw, { method, header, body: new ReadableStream<Uint8Array>() });
    await world.approvals.flush();

    expect(refusals(world)).toMatchObject([{ reason: 'signature_missing' }]);
  });

  test('when its body does not come', async () => {
    const world = await createWorld();
    const { method, header } = await signed(world, 'x');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());

    const body = new ReadableStream<Uint8Array>();
    const answering = receiveStream(world.approvals.handleRaw, { method, header, body });
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await answering).toMatchObject({ status: 408 });
    expect(refusals(world)).toMatchObject([{ reason: 'body_too_slow' }]);
  });

  test('when its body is too large', async () => {
    const world = await createWorld();
    const request = await signed(world, 'x');

    await world.approvals.handleRaw({ ...request, body: new Uint8Array(1_048_577) });

    expect(refusals(world)).toMatchObject([{ reason: 'body_too_large' }]);
  });
});

test('a body that a parser made is a fault of the host, and the log says so', async () => {
  const world = await createWorld();
  const request = await signed(world, 'x');

  // as: hosts without a compiler pass on what their parser made
  const answer = await world.approvals.handleRaw({ ...request, body: {} as Uint8Array });

  expect(answer.status).toBe(503);
  expect(linesOf(world.log)).toMatchObject([
    {
      level: 'error',
      code: 'request_failed',
      errorCode: 'raw_body_unavailable',
      error: expect.stringContaining('object'),
    },
  ]);
});

describe('a delivery', () => {
  async function approvedWith(type: 'retry' | 'rejected') {
    const outcome = { type, afterMs: null, reason: 'the oven is cold' } as const;
    const world = await createWorld({ kind: { onDecision: { deliver: async () => outcome } } });
    const { id } = await world.ask();
    await click(world, await world.get(id), 'U0ALICE', 'approve');
    await world.work();
    return { world, id };
  }

  test('that fails is a line for each attempt, with its reason', async () => {
    const { world, id } = await approvedWith('retry');
    world.clock.advance(10 * second);
    await world.work();

    expect(linesOf(world.log)).toMatchObject([
      { level: 'warn', code: 'delivery_failed', approvalId: id, attempt: 1, reason: 'the oven is cold' },
      { level: 'warn', code: 'delivery_failed', approvalId: id, attempt: 2, reason: 'the oven is cold' },
    ]);
  });

  test('that is given up is an error', async () => {
    const { world, id } = await approvedWith('rejected');

    expect(linesOf(world.log)).toMatchObject([
      { level: 'warn', code: 'delivery_failed', reason: 'the oven is cold' },
      { level: 'error', code: 'delivery_dead', approvalId: id, reason: 'the oven is cold' },
    ]);
  });
});

test('an approval that expires unshown is an error that says what to mend', async () => {
  const world = await createWorld({ kind: { channel: 'C0ARCHIVE', expiresIn: '1h' } });
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: user('U0BOB') });
  await world.approvals.flush();
  world.clock.advance(hour);
  await world.work();

  expect(linesOf(world.log)).toMatchObject([
    { level: 'error', code: 'card_waiting', reason: 'is_archived' },
    { level: 'error', code: 'never_shown', approvalId: approval.id, remedy: expect.stringContaining('C0ARCHIVE') },
  ]);
});

test.each(['status', 'lose_response'] as const)(
  'a private reply that cannot be sent is a line without the response_url (%s)',
  async (how) => {
    const world = await createWorld({ kind: { approvers: [user('U0ALICE')] } });
    const approval = await world.ask();
    world.slack.fail({ method: 'response_url', how, status: 500 });

    await click(world, approval, 'U0CAROL', 'approve');

    expect(linesOf(world.log)).toMatchObject([{ level: 'warn', code: 'reply_failed', reason: expect.any(String) }]);
    expect(world.log.text()).not.toMatch(/127\.0\.0\.1|actions\//);
  },
);

test('a store that is away is one line a minute for a process that polls each second', async () => {
  const world = await createWorld();
  const failing = vi.spyOn(world.store, 'claimDue').mockRejectedValue(new Error('the database is away'));
  onTestFinished(() => void failing.mockRestore());
  for (let count = 0; count < 61; count += 1) {
    await world.approvals.processDue().catch(() => undefined);
    world.clock.advance(second);
  }

  expect(world.log.lines.length).toBeLessThan(3);
});

test('a program that starts without @slack/web-api is told at once, before anything asks', async () => {
  vi.doMock('@slack/web-api', () => {
    throw new Error("Cannot find package '@slack/web-api'");
  });
  onTestFinished(() => void vi.doUnmock('@slack/web-api'));
  const world = await createWorld();

  world.approvals.start();
  await vi.waitUntil(() => world.log.lines.length > 0);
  await world.approvals.stop();

  expect(linesOf(world.log)).toMatchObject([
    { level: 'error', code: 'slack_client_not_loaded', cause: expect.stringContaining('Cannot find package') },
  ]);
});
