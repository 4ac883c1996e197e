import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from './commands.js';
import { emptyModel, expectAllDone, expectInvariants } from './invariants.js';
import { type ModelWorld, modelWorld } from './model-world.js';

/** Within 45 s nothing is done twice; beyond, what is done twice is done under one id. */
const skews = fc.constantFrom(0, 0, 40_000, -40_000, 120_000, -120_000);

/** Slack and the receiver are well again, nobody does anything more, and time passes until nothing is due for a day. */
async function comeToRest({ slack, clock, replicas, rows, scheduler }: ModelWorld): Promise<void> {
  slack.weather = 'fine';
  for (let pass = 0; pass < 60; pass += 1) {
    await scheduler.waitFor(replicas[0].approvals.processDue());
    const dueAts = (await rows()).flatMap((row) => (row.dueAt === null ? [] : [row.dueAt]));
    const next = Math.min(...dueAts);
    if (next > clock() + 24 * 3_600_000) return;
    clock.set(Math.max(clock(), next));
  }
  expect.unreachable('there is always something due');
}

/** Registers the model test of so many sequences, which a seed repeats. */
export function modelTest(sequences: number, defaultSeed: number): void {
  const seed = Number(process.env.MODEL_SEED ?? defaultSeed);
  test(`two replicas keep the invariants through ${sequences} sequences of anything (seed ${seed})`, async () => {
    const seen = { decided: 0, answered: 0, delivered: 0, dead: 0, posted: 0, crashed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commands(30), skews, async (scheduler, chosen, skewMs) => {
        const model = emptyModel();
        const world = modelWorld(scheduler, skewMs);
        await scheduler.waitFor(
          world.replicas[0].kindOf('a').ask({ size: 'small' }, { key: 'a', requester: 'alertmanager' }),
        );
        await fc.asyncModelRun(() => ({ model, real: world }), chosen);
        await comeToRest(world);
        await expectInvariants(model, world);
        await expectAllDone(world);
        seen.decided += model.outcomes.size;
        seen.answered += [...model.outcomes.values()].filter(
          (outcome) => outcome === 'approved' || outcome === 'rejected',
        ).length;
        seen.delivered += world.received.length;
        seen.dead += (await world.rows()).filter(({ attention }) => attention === 'delivery_dead').length;
        seen.posted += world.slack.messages.size;
        seen.crashed += world.restarts();
      }),
      { numRuns: sequences, seed },
    );
    process.stdout.write(`model test: ${JSON.stringify(seen)}; MODEL_SEED=${seed} repeats it\n`);
    // a run in which little happened would prove little
    expect(seen.decided).toBeGreaterThan(sequences);
    expect(seen.delivered + seen.dead).toBeGreaterThanOrEqual(seen.decided);
    expect(seen.dead).toBeGreaterThan(sequences / 20);
    expect(seen.answered).toBeGreaterThan(sequences / 4);
    expect(seen.crashed).toBeGreaterThan(sequences);
  }, 240_000);
}
