import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buttonValue, clickPayload, formOf, formType, jsonType, signed } from '../world/signed.js';
import { createWorld, type World } from '../world/world.js';

const runs = { numRuns: 300 };

async function statusOf(world: World, body: string | Uint8Array, contentType: string): Promise<number> {
  return (await world.approvals.handleRaw(await signed(world, body, { contentType }))).status;
}

test('any signed bytes are answered, and none brings the server into trouble', async () => {
  const world = await createWorld();
  const types = fc.constantFrom(formType, jsonType, 'text/plain', '');

  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), types, async (bytes, contentType) => {
      expect(await statusOf(world, bytes, contentType)).toBeLessThan(500);
    }),
    runs,
  );
});

test('any signed JSON is answered', async () => {
  const world = await createWorld();

  await fc.assert(
    fc.asyncProperty(fc.json(), fc.boolean(), async (json, asForm) => {
      const body = asForm ? `payload=${encodeURIComponent(json)}` : json;
      expect(await statusOf(world, body, asForm ? formType : jsonType)).toBeLessThan(500);
    }),
    runs,
  );
});

test('a click with any one part replaced by anything is answered, and never counts for somebody else', async () => {
  const world = await createWorld({ slack: { rateLimits: false } });
  const approval = await world.ask();
  const click = clickPayload(world, approval, { value: buttonValue(approval), userId: 'U0GUEST' });
  const parts = fc.constantFrom(...Object.keys(click), 'trigger_id', 'response_url', 'view', 'enterprise', 'state');

  await fc.assert(
    fc.asyncProperty(parts, fc.jsonValue(), async (part, value) => {
      const body = formOf({ ...click, [part]: value });
      expect(await statusOf(world, body, formType)).toBeLessThan(500);
    }),
    runs,
  );
  await world.approvals.flush();
  expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
});

test.each([5_000, 100_000])('JSON nested %i deep is answered', async (depth) => {
  const world = await createWorld();
  const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;

  expect(await statusOf(world, `{"type":"block_actions","a":${nested}}`, jsonType)).toBe(400);
  expect(await statusOf(world, nested, jsonType)).toBe(400);
});

test('names of prototypes are ordinary names', async () => {
  const world = await createWorld();
  const before = Object.getOwnPropertyNames(Object.prototype);

  await statusOf(world, '{"__proto__":{"type":"x"},"constructor":{"prototype":{"polluted":1}},"type":"y"}', jsonType);
  await statusOf(world, '__proto__=1&constructor=2&command=%2Fapprovals&user_id=U0ALICE&team_id=T0PIZZA', formType);

  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});
