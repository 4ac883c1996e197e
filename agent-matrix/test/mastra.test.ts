import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { createAgentWorld } from './agent-world.js';
import { frameworkTests } from './framework-tests.js';
import { agentOf, gateOf, mastra, memory } from './programs/mastra.js';
import type { Program } from './programs/program.js';

const common = { takesEdits: false, runsBesideRejected: true, isDurable: true };

frameworkTests({ name: 'Mastra', program: mastra, ...common });

/** Asks about the call that the stored run waits for, and leaves it there. */
const askOnly: Program = async (given) => {
  const agent = agentOf(given);
  await agent.generate('Refund the cold pizza.', { memory });
  const { runs } = await agent.listSuspendedRuns();
  const decided = await Promise.all(runs.map((run) => gateOf(given).isDecided(run)));
  return JSON.stringify(decided);
};

/** Replaces 40 by 4000 in the snapshots of runs. */
function tamper(url: string): number {
  // vitest does not know this part of Node yet
  const { DatabaseSync } = createRequire(import.meta.url)('node:sqlite');
  const database = new DatabaseSync(url.replace('file:', ''));
  const update = database.prepare(
    `UPDATE mastra_workflow_snapshot
      SET snapshot = jsonb(replace(json(snapshot), '"amount":40', '"amount":4000'))`,
  );
  const { changes } = update.run();
  database.close();
  return Number(changes);
}

test('Mastra: an approval never counts for arguments that were changed in the stored run', async () => {
  const world = await createAgentWorld();
  expect(await world.run(askOnly)).toBe('[false]');
  await world.approve(await world.expectCard(), { as: 'U0ALICE' });

  expect(tamper(world.storageUrl)).toBeGreaterThan(0);
  const told = world.run(mastra);

  expect(await told).toContain('differs from the one that people were asked about');
  expect(world.done).toEqual([]);
});
