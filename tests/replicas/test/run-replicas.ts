import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { randomFrom } from 'test-processes/random';
import { createSlackGate } from 'test-processes/slack/slack-gate';
import type { StorePlace } from 'test-processes/store/store-places';
import {
  ask,
  type Campaign,
  click,
  observe,
  read,
  type Subject,
  takeBack,
  waitForCards,
  withdraw,
} from './campaign.js';
import { findFaults, type Observed } from './find-faults.js';
import { createFleet, type Fleet, type Trap } from './fleet.js';
import type { Result } from './operation.js';
import { createReceiver, type Treatment } from './receiver.js';
import { alice, approvers, bob, channelId, dave, groupId, type KindName, kindNames } from './settings.js';
import { settle } from './settle.js';

const startAt = Date.UTC(2026, 0, 1, 10);
const leaseMs = 60_000;
const approvalsInWave = 12;
/** One approval that needs two votes, and gets only those of a person who goes on changing theirs. */
const undecidedIndex = 9;
const trapsInWave = 3;
const movesInWave = 8;
/** How many operations run at once. */
const workerCount = 8;

export interface RunOptions {
  readonly program: string;
  readonly place: StorePlace;
  readonly seed: number;
  readonly waveCount: number;
  readonly pollMs: number;
  readonly forgetsVersions: boolean;
}

export interface Report {
  readonly faults: readonly string[];
  readonly killed: readonly string[];
  /** How many approvals ended with each status. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How many clicks were told that their person has changed too often, and how many took a vote back. */
  readonly changes: { readonly tooMany: number; readonly takenBack: number };
  readonly summary: string;
}

type Task = () => Promise<unknown>;

/** Runs several processes on one store: people click, programs withdraw, time passes, receivers fail, processes are killed. Then it checks everything that was seen. */
export async function runReplicas({
  program,
  place,
  seed,
  waveCount,
  pollMs,
  forgetsVersions,
}: RunOptions): Promise<Report> {
  let instants = 0;
  const instant = () => {
    instants += 1;
    return instants;
  };
  let fleet: Fleet | null = null;
  const slack = await createSlackSimulator({
    clock: () => fleet?.now() ?? startAt,
    rateLimits: false,
    people: [{ id: dave, name: 'dave' }],
    usergroups: [{ id: groupId, users: [...approvers] }],
    channels: [{ id: channelId, name: 'pizza', members: [...approvers, dave] }],
  });
  const gate = await createSlackGate(slack.apiUrl);
  const receiver = await createReceiver({
    instant,
    treatmentOf: ({ data }, attempt) => treatmentOf(seed, data.key ?? '', attempt),
    pass: async (index, when) => (await fleet?.delivers(index, when)) ?? false,
  });
  const { apiUrl } = gate;
  const { botToken, signingSecret } = slack;
  const slackSettings = { apiUrl, botToken, signingSecret, receiverUrl: receiver.url };
  const settings = { store: place.settings, ...slackSettings, pollMs, forgetsVersions };
  fleet = await createFleet({ program, settings, startAt, instant });

  try {
    const campaign: Campaign = { fleet, slack, gate, receiver, instant, random: randomFrom(seed) };
    const subjects: Subject[] = [];
    for (let wave = 0; wave < waveCount; wave += 1) subjects.push(...(await runWave(campaign, seed, wave)));
    await settle(fleet, place);
    const observed: Observed[] = [];
    for (const subject of subjects) observed.push(await observe(campaign, subject));

    const outcomes: Record<string, number> = {};
    for (const { approvals } of observed) {
      const status = approvals[0]?.status ?? 'missing';
      outcomes[status] = (outcomes[status] ?? 0) + 1;
    }
    const operationCount = observed.reduce((sum, { operations }) => sum + operations.length, 0);
    const deadCount = observed.filter(({ approvals }) => approvals[0]?.delivery.state === 'dead').length;
    const changes = countChanges(observed);
    const summary =
      `${subjects.length} approvals (${JSON.stringify(outcomes)}), ${operationCount} operations, ` +
      `${changes.takenBack} taken back, ${changes.tooMany} changed too often, ` +
      `${receiver.attempts.length} deliveries, ${deadCount} dead\n  killed ${fleet.killed.join(', ')}\n` +
      `  logged ${[...fleet.logged].join('; ')}`;
    return {
      faults: [...fleet.ended, ...observed.flatMap(findFaults)],
      killed: fleet.killed,
      outcomes,
      changes,
      summary,
    };
  } finally {
    await fleet.close();
    await Promise.all([slack.close(), gate.close(), receiver.close()]);
  }
}

function countChanges(observed: readonly Observed[]): Report['changes'] {
  const operations = observed.flatMap((one) => one.operations);
  const countOf = (is: (result: Result) => boolean) => operations.filter(({ results }) => results?.some(is)).length;
  return {
    tooMany: countOf((result) => result.type === 'told' && result.what === 'too_many_changes'),
    takenBack: countOf(({ type }) => type === 'taken_back'),
  };
}

/** A number in [0, 1) that depends on nothing but these. */
function drawn(seed: number, ...what: readonly (string | number)[]): number {
  return randomFrom(`${seed} ${what.join(' ')}`)();
}

const treatments: readonly Treatment[] = ['ok', 'ok', 'ok', 'ok', 'fails', 'fails', 'lost', 'late', 'late_and_lost'];

function treatmentOf(seed: number, key: string, attempt: number): Treatment {
  if (key.endsWith('gone')) return 'gone';
  if (key.endsWith('fails')) return 'fails';
  // a random failure ends after a few attempts
  return attempt > 4 ? 'ok' : (treatments[Math.floor(drawn(seed, key, attempt) * treatments.length)] ?? 'ok');
}

async function runWave(campaign: Campaign, seed: number, wave: number): Promise<readonly Subject[]> {
  const { fleet, receiver } = campaign;
  // all that is tried is drawn before anything is: in which order the answers come does not change it
  const random = randomFrom(`${seed} wave ${wave}`);
  const drawTrap = (): Task => {
    const [which, trap] = [random(), trapFrom(random)];
    return () => fleet.setTrap(which, trap);
  };
  const drawMove = (): Task => {
    const ms = Math.floor(3_000 + random() * 27_000);
    return () => fleet.advance(ms);
  };
  const draws = Array.from({ length: approvalsInWave }, (_, index) =>
    index === undecidedIndex ? drawUndecided(campaign, random) : drawOn(campaign, random),
  );
  const others = [...repeat(movesInWave, drawMove), ...repeat(trapsInWave, drawTrap)];
  const firstTrap = drawTrap();

  if (wave > 0) await firstTrap();
  const subjects = await Promise.all(draws.map((_, index) => ask(campaign, kindAt(index), keyOf(wave, index))));
  await waitForCards(campaign, subjects);
  receiver.takeTime();
  const tasks = draws.flatMap((draw, index) => {
    const subject = subjects[index];
    return subject === undefined ? [] : draw(subject);
  });
  await doAll(shuffled([...tasks, ...others], random));
  await fleet.springTraps();
  // by then a process that still waits for an answer has lost its lease
  await fleet.advance(leaseMs + 1);
  receiver.hurry();
  return subjects;
}

/** One receiver of each wave is gone, and one never works again. */
function keyOf(wave: number, index: number): string {
  const fate = index === 1 ? ' gone' : index === 2 && wave === 0 ? ' fails' : '';
  return `order ${wave} ${index}${fate}`;
}

const repeat = <Value>(length: number, draw: () => Value): readonly Value[] => Array.from({ length }, draw);

const kindAt = (index: number): KindName => kindNames[index % kindNames.length] ?? 'one';

function trapFrom(random: () => number): Trap {
  const which = random();
  if (which < 0.5) return { type: 'store', nth: 1 + Math.floor(random() * 25) };
  if (which < 0.75) return { type: 'answer' };
  return { type: 'delivery', when: random() < 0.5 ? 'before' : 'after' };
}

/** Who presses a button, and at how many processes it arrives. */
function drawPress(random: () => number): { readonly by: string; readonly times: number } {
  const by = random() < 0.1 ? dave : (approvers[Math.floor(random() * approvers.length)] ?? dave);
  return { by, times: 1 + Math.floor(random() * random() * 4) };
}

/** A person changes an answer more often than they may, and takes it back twice; nobody else votes. */
function drawUndecided(campaign: Campaign, random: () => number): (subject: Subject) => readonly Task[] {
  const times = repeat(12, () => drawPress(random).times);
  return (subject) => {
    const changeOften: Task = async () => {
      for (const [index, count] of times.entries()) {
        const answer = index % 2 === 0 ? 'approve' : 'reject';
        if (index === 2 || index === 4) await takeBack(campaign, subject, alice, count);
        else await click(campaign, subject, { by: alice, answer }, count);
      }
    };
    const look: Task = async () => await read(campaign, subject, await campaign.fleet.pick(campaign.random()));
    return [changeOften, look, look];
  };
}

/** What people and programs will do to one approval, in no order. */
function drawOn(campaign: Campaign, random: () => number): (subject: Subject) => readonly Task[] {
  const { fleet } = campaign;
  const clicks = repeat(2 + Math.floor(random() * 3), () => {
    const answer: 'approve' | 'reject' = random() < 0.6 ? 'approve' : 'reject';
    return { ...drawPress(random), answer };
  });
  const takenBack = repeat(Math.floor(random() * 3), () => drawPress(random));
  const isWithdrawn = random() < 0.25;
  return (subject) => {
    // two people decide differently at one instant
    const duel: Task = () =>
      Promise.all([
        click(campaign, subject, { by: alice, answer: 'approve' }, 1),
        click(campaign, subject, { by: bob, answer: 'reject' }, 1),
      ]);
    const look: Task = async () => await read(campaign, subject, await fleet.pick(campaign.random()));
    return [
      ...clicks.map(
        ({ times, ...ballot }): Task =>
          () =>
            click(campaign, subject, ballot, times),
      ),
      ...takenBack.map(
        ({ by, times }): Task =>
          () =>
            takeBack(campaign, subject, by, times),
      ),
      ...[duel, look, look],
      ...(isWithdrawn ? [() => withdraw(campaign, subject)] : []),
    ];
  };
}

function shuffled<Value>(values: readonly Value[], random: () => number): readonly Value[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);
}

async function doAll(tasks: readonly Task[]): Promise<void> {
  const left = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await task();
  };
  await Promise.all(Array.from({ length: workerCount }, worker));
}
