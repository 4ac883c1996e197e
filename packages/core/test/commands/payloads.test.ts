import { runInNewContext } from 'node:vm';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anyPayload, orderOptions } from '../world/world.js';

interface Pizza {
  readonly size: 'small' | 'large';
  readonly address: { readonly street: string };
}

const schemas: Readonly<Record<string, StandardSchemaV1<Pizza>>> = {
  zod: z.object({ size: z.enum(['small', 'large']), address: z.object({ street: z.string() }) }),
  valibot: v.object({ size: v.picklist(['small', 'large']), address: v.object({ street: v.string() }) }),
  arktype: type({ size: "'small' | 'large'", address: { street: 'string' } }),
};

function kindOf<Input, Output>(schema: StandardSchemaV1<Input, Output>, card = () => ({ title: 'Order?' })) {
  return createApprovals({ store: memoryStore() }).define('order', {
    schema,
    card,
    approvers: [user('U0ALICE')],
    channel: 'C0PIZZA',
    onDecision: () => undefined,
  });
}

const requester = 'alertmanager';

describe.each(Object.entries(schemas))('a schema of %s', (_, schema) => {
  test('lets through what fits', async () => {
    const payload: Pizza = { size: 'large', address: { street: 'Main Street 1' } };

    const { approval } = await kindOf(schema).ask(payload, { requester });

    expect(approval.payload).toEqual(payload);
  });

  test('refuses what does not, and names the places, never the values', async () => {
    const wrong = { size: 'canary-size', address: { street: 4711 } } as unknown as Pizza;

    const error: unknown = await kindOf(schema)
      .ask(wrong, { requester })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'invalid_payload' });
    const { message } = error as Error;
    expect(message).toContain('size');
    expect(message).toContain('address.street');
    expect(message).not.toMatch(/canary-size|4711/);
  });

  test('refuses it in amend and preview as well', async () => {
    const kind = kindOf(schema);
    const wrong = {} as Pizza;
    const { approval } = await kind.ask({ size: 'small', address: { street: 'x' } }, { requester });

    await expect(kind.amend({ id: approval.id }, wrong, { by: requester })).rejects.toMatchObject({
      code: 'invalid_payload',
    });
    await expect(kind.preview(wrong)).rejects.toMatchObject({ code: 'invalid_payload' });
  });
});

test('what the schema makes of a payload is what is decided on', async () => {
  const schema = z.object({ at: z.iso.date().transform((text) => Date.parse(text)), note: z.string().default('none') });

  const { approval } = await kindOf(schema).ask({ at: '2026-01-01' }, { requester });

  expect(approval.payload).toEqual({ at: Date.UTC(2026, 0, 1), note: 'none' });
});

test('a schema that takes its time is waited for', async () => {
  const schema = z.string().refine(async (text) => text !== 'no');
  const kind = kindOf(schema);

  await expect(kind.ask('no', { requester })).rejects.toMatchObject({ code: 'invalid_payload' });
  expect((await kind.ask('yes', { requester })).approval.payload).toBe('yes');
});

describe('a payload that is not plain JSON is refused', () => {
  class Pizzeria {
    readonly name = 'Da Mario';
  }
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', { price: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', { count: 1n }],
    ['a function', { call: () => 1 }],
    ['a symbol', [Symbol('x')]],
    ['a date', { at: new Date() }],
    ['a map', new Map()],
    ['an instance', new Pizzeria()],
    ['an heir of a bare object', Object.create(Object.create(null))],
    ['a date of another realm', runInNewContext('new Date()')],
    ['an instance of another realm', runInNewContext('new (class Pizzeria {})()')],
    ['half a character', { note: '\ud83c' }],
    ['half a character in a name', { '\udf55': 1 }],
    ['a hole in a list', [1, undefined]],
    ['a loop', loop],
    ['65 levels', Array.from({ length: 65 }).reduce((inner: unknown) => [inner], 1)],
  ])('%s', async (_, payload) => {
    await expect(kindOf(anyPayload<unknown>()).ask(payload, { requester })).rejects.toMatchObject({
      code: 'payload_not_json',
    });
  });

  test.each<[string, unknown, unknown]>([
    ['null', null, null],
    ['a field that is not given', { a: 1, b: undefined }, { a: 1 }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['an object of another realm', runInNewContext('({ a: { b: [1] } })'), { a: { b: [1] } }],
    ['emoji', { note: '🍕' }, { note: '🍕' }],
    ['a field called __proto__', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
    ['64 levels', Array.from({ length: 64 }).reduce((inner: unknown) => [inner], 1), expect.any(Array)],
  ])('but %s is fine', async (_, payload, kept) => {
    const { approval } = await kindOf(anyPayload<unknown>()).ask(payload, { requester });

    expect(approval.payload).toEqual(kept);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

describe('sizes are counted in bytes of UTF-8', () => {
  /** A JSON text of so many bytes, of letters of three bytes each. */
  const textOf = (bytes: number) => `${'a'.repeat((bytes - 2) % 3)}${'€'.repeat(Math.floor((bytes - 2) / 3))}`;

  test.each([
    [32 * 1024, true],
    [32 * 1024 + 1, false],
  ])('a payload of %i', async (bytes, fits) => {
    const payload = textOf(bytes);
    expect(Buffer.byteLength(JSON.stringify(payload))).toBe(bytes);

    const asking = kindOf(anyPayload<string>()).ask(payload, { requester });

    await (fits
      ? expect(asking).resolves.toMatchObject({ created: true })
      : expect(asking).rejects.toMatchObject({ code: 'payload_too_large' }));
  });

  test('a card of more than 8 KB', async () => {
    const kind = (bytes: number) => kindOf(anyPayload<unknown>(), () => ({ title: 'x', text: textOf(bytes) }));

    await expect(kind(9_000).ask(1, { requester })).rejects.toMatchObject({
      code: 'content_too_large',
      message: expect.stringMatching(
        /^A card can have at most 8192 bytes of text, got 9\d{3}, of which "text" has 9000 bytes:/,
      ),
    });
    await expect(kind(8_000).ask(1, { requester })).resolves.toMatchObject({ created: true });
  });
});

describe('a card that cannot be shown', () => {
  test.each<[string, unknown]>([
    ['without a title', {}],
    ['with an empty title', { title: ' ' }],
    ['with a number for a text', { title: 'x', text: 4 }],
    ['with a list in its fields', { title: 'x', fields: { Size: ['large'] } }],
    ['with a text for its fields', { title: 'x', fields: 'Size' }],
    ['with a text for its context', { title: 'x', context: 'small print' }],
    ['that is a promise', Promise.resolve({ title: 'x' })],
    ['that is nothing', undefined],
  ])('%s is refused, and nothing is asked', async (_, content) => {
    const store = memoryStore();
    const kind = createApprovals({ store }).define('order', {
      ...orderOptions(),
      card: () => content as { title: string },
    });

    await expect(kind.ask({ size: 'x' }, { requester })).rejects.toMatchObject({ code: 'invalid_options' });
    expect((await store.list({ limit: 10 })).rows).toEqual([]);
  });

  test('because it is to be shown nowhere is refused as well', async () => {
    const nowhere = {} as Record<string, string>;
    const kind = createApprovals({ store: memoryStore() }).define('order', {
      ...orderOptions(),
      channel: ({ size }) => nowhere[size] as string,
    });

    await expect(kind.ask({ size: 'large' }, { requester })).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(kind.ask({ size: 'large' }, { requester, channel: ' ' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
    await expect(kind.ask({ size: 'large' }, { requester, channel: 'C0OPS' })).resolves.toMatchObject({
      created: true,
    });
  });

  test('because its function cut a character in half is shown without that half', async () => {
    const kind = kindOf(anyPayload<string>(), () => ({
      title: 'a🍕'.slice(0, 2),
      fields: { ['🍕'.slice(0, 1)]: '🍕'.slice(1) },
    }));

    const { approval } = await kind.ask('x', { requester });
    const { blocks } = await kind.preview('x');

    expect(approval.digest).toMatch(/^sha256:/);
    expect(JSON.stringify(blocks)).toContain('a\ufffd');
  });

  test('by its own error says which', async () => {
    const kind = kindOf(anyPayload<number>(), () => {
      throw new TypeError('no such pizza');
    });

    await expect(kind.ask(1, { requester })).rejects.toThrow('no such pizza');
  });
});
