import { describe, expect, test } from 'vitest';
import { deferred } from '../../test/world/deferred.js';
import { createTroublePace, type Told } from './trouble-pace.js';

const minute = 60_000;
const now = Date.UTC(2026, 0, 1, 10);
type Outcome = { readonly type: 'ok' | 'unknown' | 'waiting' };

/** A pace whose messages are kept. */
function aPace() {
  const pace = createTroublePace<Outcome>();
  const messages: (readonly string[])[] = [];
  const told = async (key: string, at = now, send: () => Promise<Told<Outcome>> = async () => ({ type: 'ok' })) =>
    await pace.tell('C0TROUBLE', key, at, async (keys) => {
      messages.push(keys);
      return await send();
    });
  return { told, messages };
}

describe('the troubles of one channel', () => {
  test('the first is told at once', async () => {
    const { told, messages } = aPace();

    expect(await told('one')).toEqual({ type: 'ok' });
    expect(messages).toEqual([['one']]);
  });

  test('the next wait for the next minute', async () => {
    const { told, messages } = aPace();
    await told('one');

    expect(await told('two', now + 1)).toEqual({ type: 'busy', until: now + minute });
    expect(messages).toEqual([['one']]);
  });

  test('those that wait are told together, and each is told once', async () => {
    const { told, messages } = aPace();
    await told('one');
    await told('two', now + 1);
    await told('three', now + 2);
    const outcomes = [
      await told('three', now + minute),
      await told('two', now + minute),
      await told('two', now + 2 * minute),
    ];

    expect(messages).toEqual([['one'], ['three', 'two'], ['two']]);
    expect(outcomes).toEqual([{ type: 'ok' }, { type: 'ok' }, { type: 'ok' }]);
  });

  test('one that asks while its message is sent gets the outcome of that message', async () => {
    const { told, messages } = aPace();
    await told('one');
    await told('two', now + 1);
    await told('three', now + 1);
    const sent = deferred<Told<Outcome>>();
    const second = told('two', now + minute, () => sent.promise);
    const third = told('three', now + minute);
    sent.resolve({ type: 'ok' });

    expect([await second, await third]).toEqual([{ type: 'ok' }, { type: 'ok' }]);
    expect(messages).toEqual([['one'], ['two', 'three']]);
  });

  test('another one that asks meanwhile waits', async () => {
    const { told, messages } = aPace();
    const sent = deferred<Told<Outcome>>();
    const first = told('one', now, () => sent.promise);
    const second = await told('two');
    sent.resolve({ type: 'ok' });
    await first;

    expect(second).toEqual({ type: 'busy', until: now + minute });
    expect(messages).toEqual([['one']]);
  });

  test('a message that Slack refuses tells none of them: they stay in the next one', async () => {
    const { told, messages } = aPace();
    await told('one');
    await told('two', now + 1);
    const refused = await told('three', now + minute, async () => ({ type: 'waiting' }));
    await told('three', now + minute + 1);

    expect(refused).toEqual({ type: 'waiting' });
    expect(messages.at(-1)).toEqual(['three', 'two']);
  });

  test('a message of unknown outcome may be there, so the next one waits for its minute', async () => {
    const { told } = aPace();
    await told('one', now, async () => ({ type: 'unknown' }));

    expect(await told('one', now + 1)).toEqual({ type: 'busy', until: now + minute });
  });

  test('a message that throws leaves the way free', async () => {
    const { told, messages } = aPace();
    await expect(told('one', now, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await told('one');

    expect(messages).toEqual([['one'], ['one']]);
  });

  test('one that does not ask again was told elsewhere, and is forgotten', async () => {
    const { told, messages } = aPace();
    await told('one');
    await told('two', now + 1);
    await told('three', now + 2 * minute);

    expect(messages.at(-1)).toEqual(['three']);
  });

  test('a clock that is set back delays them by a minute more', async () => {
    const { told } = aPace();
    await told('one');

    expect(await told('two', now - 30_000)).toEqual({ type: 'busy', until: now + minute });
    expect(await told('two', now - 5 * minute)).toEqual({ type: 'ok' });
  });
});

test('each channel has its own minute', async () => {
  const pace = createTroublePace<Outcome>();
  const tell = async (channelId: string) => await pace.tell(channelId, 'one', now, async () => ({ type: 'ok' }));

  expect([await tell('C0ONE'), await tell('C0TWO')]).toEqual([{ type: 'ok' }, { type: 'ok' }]);
});
