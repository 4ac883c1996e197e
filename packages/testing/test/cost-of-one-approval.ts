import { type CountingOptions, type Counts, type StoreWork, startCounting } from './one-approval.js';

type World = Awaited<ReturnType<typeof startCounting>>;

/** What one approval cost. */
export interface Cost extends Readonly<StoreWork> {
  readonly counts: Counts;
}

/** A process that has run for a while: it knows its installation, and has looked for kinds that nobody defines within the hour. */
export async function startWarm(options: CountingOptions = {}): Promise<World> {
  const world = await startCounting(options);
  const before = await world.ask();
  await world.approvals.withdraw(before, { by: 'test', reason: 'only to warm up' });
  await world.approvals.flush();
  await polled(world, 6_000);
  await world.approvals.erase(before);
  await polled(world, 6_000);
  await world.counts();
  world.takeStoreWork();
  return world;
}

export async function polled({ clock, approvals }: World, ms: number): Promise<void> {
  clock.advance(ms);
  await approvals.processDue();
}

/** Reports each step as active and then as done, one report at a time and so far apart. */
export async function* report(world: World, id: string, apartMs: number): AsyncGenerator<void> {
  for (const step of world.steps) {
    for (const state of ['active', 'done'] as const) {
      world.clock.advance(apartMs);
      await world.approvals.reportProgress(id, { step, state });
      yield;
    }
  }
}

/** Asks, approves by a click, delivers to a receiver that answers at once, and updates the card. */
export async function costUntilDelivered(channels: readonly string[]): Promise<Cost> {
  const world = await startWarm({ channels });
  try {
    await askAndApprove(world);
    return await costOf(world);
  } finally {
    await world.close();
  }
}

/** The same with six steps in a process that polls, each reported as active and as done, a report and a poll every six seconds. */
export async function costOfSixSteps(): Promise<Cost> {
  const world = await startWarm({ steps: ['order', 'prep', 'bake', 'box', 'drive', 'ring'] });
  try {
    const id = await askAndApprove(world);
    // its own passes come too late to be counted
    world.approvals.start({ pollEvery: '10s' });
    let updates = 1;
    for await (const _ of report(world, id, 6_000)) {
      updates += 1;
      await world.updated(updates);
      await world.approvals.processDue();
    }
    await polled(world, 20_000);
    return await costOf(world);
  } finally {
    await world.close();
  }
}

async function askAndApprove(world: World): Promise<string> {
  const id = await world.ask();
  const status = await world.click('approve');
  if (status !== 200) throw new Error(`The click was answered ${status}.`);
  return id;
}

async function costOf(world: World): Promise<Cost> {
  return { counts: await world.counts(), ...world.takeStoreWork() };
}
