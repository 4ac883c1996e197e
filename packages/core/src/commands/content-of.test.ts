import { describe, expect, test } from 'vitest';
import { limits } from '../domain/model/limits.js';
import { readCard } from '../slack/card/card-content.js';
import { contentOf } from './content-of.js';

const title = 'Roll back';
const ofPayload = (payload: unknown) => contentOf({ card: null, title: () => title }, payload);

describe('a kind without a card shows the title and', () => {
  test.each<[what: string, payload: unknown, shown: object]>([
    ['the fields of an object', { app: 'api', to: '4.1' }, { fields: { app: 'api', to: '4.1' } }],
    [
      'other values as JSON',
      { replicas: 3, force: false, from: null, tags: ['a', 'b'], by: { team: 'ops' } },
      { fields: { replicas: '3', force: 'false', from: 'null', tags: '["a","b"]', by: '{"team":"ops"}' } },
    ],
    ['nothing of an empty object', {}, {}],
    ['nothing of null', null, {}],
    ['nothing of an empty text', '', {}],
    ['a text as it is', 'api to 4.1', { text: 'api to 4.1' }],
    ['a list as JSON', [1, 2], { text: '[1,2]' }],
  ])('%s', (_, payload, shown) => {
    expect(ofPayload(payload)).toEqual({ title, ...shown });
  });

  test('at most 20 fields, and how many more there are', () => {
    const payload = Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`field ${index}`, index]));

    const { fields = {} } = ofPayload(payload);

    expect(Object.keys(fields)).toHaveLength(21);
    expect(fields['…']).toBe('+3');
  });

  test.each<[string, unknown]>([
    ['the largest payload in one field', { log: 'x'.repeat(limits.payloadBytes - 20) }],
    [
      'many long fields',
      Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}${'n'.repeat(500)}`, '€'.repeat(300)])),
    ],
    ['a long text', '€'.repeat(9_000)],
    ['characters that JSON escapes', { log: '\u0001'.repeat(5_000) }],
  ])('as much of %s as fits', (_, payload) => {
    const content = ofPayload(payload);

    expect(() => readCard(content, null)).not.toThrow();
    expect(content.text ?? Object.keys(content.fields ?? {})).not.toHaveLength(0);
  });
});

test('a card of the kind is shown as it returns it', () => {
  const card = (payload: unknown) => ({ title: `Deploy ${payload}?` });

  expect(contentOf({ card, title: () => title }, 'api')).toEqual({ title: 'Deploy api?' });
});
