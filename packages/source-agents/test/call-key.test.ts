import { expect, test } from 'vitest';
import { callKey } from '../src/call-key.js';
import { conversationOf } from '../src/index.js';
import { refund4711, unasked } from './world.js';

const keyOf = (conversation: string, callId: string) =>
  callKey({ tools: { refund: unasked }, requester: 'agent', conversation }, { ...refund4711, callId });

test('no two calls have one key', () => {
  const keys = [keyOf('a', 'b'), keyOf('a","refund","b', 'c'), keyOf('a', '"b'), keyOf('a:b', 'c'), keyOf('a', 'b:c')];

  expect(new Set(keys).size).toBe(keys.length);
});

test('a key is short, and another one for another call, however long the tool and the id are', () => {
  const keys = ['b', 'c'].map((end) => keyOf('chat-7', `${'a'.repeat(3_000)}${end}`));

  expect(keys.map((key) => key.length <= 2_000)).toEqual([true, true]);
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys.map(conversationOf)).toEqual(['chat-7', 'chat-7']);
});

test('a key says which conversation it is of', () => {
  expect(conversationOf(keyOf('chat "7"', 'call-1'))).toBe('chat "7"');
});

test.each([null, 'deploy-4.2', '["a","b"]', '[1,2,3]', '{}', '7'])('%s is no key of a gate', (key) => {
  expect(conversationOf(key)).toBeNull();
});
