import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { answerOf, ciToken, createWorld, request } from './world.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
});

/** Approvals that nobody decides, and a count of how often they were read. */
async function createCalm() {
  let reads = 0;
  const pending = { status: 'pending', requester: 'ci', kind: 'deploy', key: null, onBehalfOf: null, progress: [] };
  const state = {
    approval: { ...pending, id: 'a1', askedAt: 0, expiresAt: null, decision: null, delivery: { state: 'none' } },
  };
  const { receiveAsks } = await import('../src/index.js');
  const refuse = () => Promise.reject(new Error('not in this test'));
  const receive = receiveAsks(
    {
      async get() {
        reads += 1;
        // as: the fields that the receiver reads
        return state.approval as never;
      },
      list: refuse,
      permalink: refuse,
      withdraw: refuse,
      reportProgress: refuse,
    },
    {
      kinds: { deploy: { ask: refuse, find: refuse, withdraw: refuse, replaceContext: refuse } },
      tokens: [{ token: ciToken, requester: 'ci', kinds: ['deploy'] }],
      clock: () => 0,
    },
  );
  const wait = (time: string, signal?: AbortSignal) =>
    receive(request({ method: 'GET', url: `/approvals/a1?wait=${time}`, ...(signal === undefined ? {} : { signal }) }));
  return {
    wait,
    reads: () => reads,
    decide() {
      state.approval = { ...state.approval, status: 'approved' };
    },
  };
}

describe('a wait', () => {
  test('ends after its time with the approval as it is', async () => {
    const { wait } = await createCalm();
    const waiting = wait('30s');
    let isOver = false;
    void waiting.then(() => {
      isOver = true;
    });

    await vi.advanceTimersByTimeAsync(29_999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);

    expect(answerOf(await waiting)).toMatchObject({ status: 'pending', id: 'a1' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('reads the store after 0.25, 0.5, 1 and then every 2 s', async () => {
    const { wait, reads } = await createCalm();
    void wait('55s');
    const counts: number[] = [];
    for (const ms of [249, 1, 499, 1, 999, 1, 1_999, 1, 1_999, 1]) {
      await vi.advanceTimersByTimeAsync(ms);
      counts.push(reads());
    }

    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
    await vi.advanceTimersByTimeAsync(55_000);
    expect(reads()).toBeLessThan(35);
  });

  test('ends soon after the decision', async () => {
    const { wait, decide } = await createCalm();
    const waiting = wait('55s');
    await vi.advanceTimersByTimeAsync(10_000);
    decide();
    await vi.advanceTimersByTimeAsync(2_000);

    expect(answerOf(await waiting)).toMatchObject({ status: 'approved' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends with the connection, and reads no more', async () => {
    const { wait, reads } = await createCalm();
    const gone = new AbortController();
    const waiting = wait('55s', gone.signal);
    await vi.advanceTimersByTimeAsync(800);
    const before = reads();
    gone.abort();
    await waiting;

    expect(reads()).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a connection that has already ended does not begin', async () => {
    const { wait, reads } = await createCalm();

    await wait('55s', AbortSignal.abort());

    expect(reads()).toBe(1);
  });
});

test.each([
  'wait=56s',
  'wait=99s',
  'wait=1m',
  'wait=-1s',
  'wait=',
  'wait=1s&wait=1s',
  'wait=1e1s',
  'wait=1s&x=1',
  'x=1',
  '?',
])('the query "%s" is refused', async (query) => {
  const { receive } = await createWorld();

  const answer = await receive(request({ method: 'GET', url: `/approvals/a1?${query}` }));

  expect(answerOf(answer)).toMatchObject({ status: 400, code: 'invalid_request' });
});

test('of a thousand who wait, a hundred wait, and the others are told to come back', async () => {
  const { wait, reads } = await createCalm();
  const answers = Array.from({ length: 1_000 }, () => wait('55s'));
  const early = await Promise.all(answers.slice(100));
  await vi.advanceTimersByTimeAsync(0);

  expect(early.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(
    Array.from({ length: 900 }, () => [503, '2']),
  );
  expect(reads()).toBe(1_000);
  await vi.advanceTimersByTimeAsync(55_000);
  expect((await Promise.all(answers.slice(0, 100))).every(({ status }) => status === 200)).toBe(true);

  // their places are free again
  const later = wait('1s');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await later).toMatchObject({ status: 200 });
});
