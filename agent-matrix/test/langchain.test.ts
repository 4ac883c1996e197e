import { expect, test } from 'vitest';
import { createAgentWorld } from './agent-world.js';
import { frameworkTests } from './framework-tests.js';
import { langchain } from './programs/langchain.js';

const tamper = (saved: string) => saved.replaceAll('\\"amount\\":40', '\\"amount\\":4000');

frameworkTests({
  name: 'LangChain',
  program: langchain,
  takesEdits: true,
  runsBesideRejected: false,
  isDurable: true,
  tamper,
});

test('LangChain runs what people approved, also if the messages in the checkpoint were changed', async () => {
  const world = await createAgentWorld();
  const asked = world.run(langchain);
  const card = await world.expectCard();
  const stored = JSON.parse(world.saved.load() ?? '');
  await world.approve(card, { as: 'U0ALICE' });
  await asked;
  world.done.length = 0;

  const storage = JSON.parse(tamper(JSON.stringify(stored.storage)));
  expect(storage).not.toEqual(stored.storage);
  world.saved.save(JSON.stringify({ ...stored, storage }));
  const told = world.run(langchain);

  expect(await told).toContain('refunded 40');
  expect(world.done).toEqual(['refunded 40 of 4711']);
});
