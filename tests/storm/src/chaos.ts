import { setTimeout as after } from 'node:timers/promises';
import { randomFrom } from 'test-processes/random';
import { drain } from './drain.js';
import { createFleet, type Fleet } from './fleet.js';
import { runPeople } from './people.js';
import { runPrograms } from './programs.js';
import { type Receiver, startReceiver } from './receiver.js';
import { isShown, openWitness, type StoredQuestion, type Witness } from './records.js';
import { nothingSaid, type Said } from './said.js';
import type { StormStore } from './settings.js';
import { type Posted, type SlackStandIn, startSlackStandIn } from './slack-stand-in.js';
import { createWeather, type Weather } from './weather.js';

export interface ChaosOptions {
  readonly program: string;
  readonly store: StormStore;
  readonly seconds: number;
  readonly seed: number | string;
}

/** What happened. */
export interface ChaosResult extends Readonly<Said> {
  readonly killCount: number;
  readonly jumpCount: number;
  readonly faultCounts: Weather['faultCounts'];
  readonly posts: readonly Posted[];
  readonly channelIds: readonly string[];
  readonly healed: Healed;
  /** What is stored in the end, when nothing is due any more. */
  readonly drained: readonly StoredQuestion[];
  readonly decided: Fleet['decided'];
  readonly taken: Receiver['taken'];
}

/** What was seen while Slack, clocks and processes were well again. */
interface Healed {
  /** When it ended, by the clock of the processes. */
  readonly now: number;
  readonly seconds: number;
  readonly posts: readonly Posted[];
  /** What was stored at the end of it. */
  readonly questions: readonly StoredQuestion[];
}

const channelIds = ['C0CHAOS0', 'C0CHAOS1', 'C0CHAOS2'];
const replicaCount = 3;
const hourMs = 60 * 60_000;
/** A call that Slack does not answer ends after 10 s, and a webhook after 15 s: what was under way is over by then. */
const settlesMs = 11_000;
/** Seconds of a channel that a process has taken, up to 30 each, are lost when it is killed. */
const lostMs = 3 * 30_000;
/** A process takes more of them by the corrected clock. */
const retakenMs = 3_000;
const watchMs = 8_000;
/** How many may wait when time is to pass. */
const stillWaiting = 30;
/** So long before the end all clocks are an hour ahead, and then they are set right. */
const aheadMs = 3_000;

/** Three processes ask, post and are clicked at, while they are killed, Slack fails in every way and clocks jump by an hour. */
export async function chaos({ program, store, seconds, seed }: ChaosOptions): Promise<ChaosResult> {
  const weather = createWeather(randomFrom(`${seed} weather`), channelIds);
  const isWild = { receiver: true };
  const drawn = randomFrom(`${seed} receiver`);
  const [slack, receiver] = await Promise.all([
    startSlackStandIn(weather.faultOf),
    startReceiver(() => (isWild.receiver ? treatmentOf(drawn()) : 'taken')),
  ]);
  const witness = await openWitness(store);
  const settings = { store, apiUrl: slack.apiUrl, receiverUrl: receiver.url, clockOffsetMs: 0 };
  const fleet = await createFleet(program, settings, replicaCount);
  try {
    const until = Date.now() + seconds * 1_000;
    const isOver = () => Date.now() >= until;
    const areClocksAhead = () => Date.now() >= until - aheadMs;
    const said = nothingSaid();
    const surroundings = { isOver, fleet, slack, channelIds };
    const [killCount, jumpCount] = await Promise.all([
      repeatUntil(isOver, 3_000, randomFrom(`${seed} kill`), (random) => fleet.killAndRestart(random())),
      repeatUntil(areClocksAhead, 3_000, randomFrom(`${seed} clock`), (random) => jump(fleet, random)),
      repeatUntil(isOver, 2_500, randomFrom(`${seed} turn`), async () => weather.turn()),
      runPrograms({ ...surroundings, random: randomFrom(`${seed} programs`) }, said),
      runPeople({ ...surroundings, random: randomFrom(`${seed} people`) }, said),
      after(seconds * 1_000 - aheadMs).then(() => fleet.setClocks(hourMs)),
    ]);
    weather.clear();
    isWild.receiver = false;
    const healed = await heal(fleet, slack, witness);
    const withdrawn = await withdrawMost(fleet, healed.questions);
    const drained = await drain(fleet, witness, healed.now - Date.now());
    const { faultCounts } = weather;
    return {
      ...{ ...said, killCount, jumpCount, faultCounts, channelIds, healed, drained },
      acknowledged: new Set([...said.acknowledged, ...withdrawn]),
      posts: slack.posts,
      decided: fleet.decided,
      taken: receiver.taken,
    };
  } finally {
    await Promise.all([fleet.close(), witness.close()]);
    await Promise.all([slack.close(), receiver.close()]);
  }
}

/**
 * Sets all clocks right, lets pass what killed processes have left behind, and watches how cards come. What was taken by a clock
 * that was ahead begins to pass once a process has taken more.
 */
async function heal(fleet: Fleet, slack: SlackStandIn, witness: Witness): Promise<Healed> {
  await fleet.setClocks(0);
  await after(settlesMs);
  await fleet.setClocks(lostMs);
  await after(retakenMs);
  await fleet.setClocks(2 * lostMs);
  const startedAt = Date.now();
  await after(watchMs);
  const endedAt = Date.now();
  const questions = await witness.questions();
  const posts = slack.posts.filter(({ at }) => at >= startedAt && at < endedAt);
  return { now: endedAt + 2 * lostMs, seconds: (endedAt - startedAt) / 1_000, posts, questions };
}

/** A channel gets its cards one a second of real time, so only a few may still wait. */
async function withdrawMost(fleet: Fleet, questions: readonly StoredQuestion[]): Promise<readonly string[]> {
  const waiting = questions.filter((question) => question.row.status === 'pending' && !isShown(question));
  const ids = waiting.slice(stillWaiting).map(({ row }) => row.id);
  const withdrawn: string[] = [];
  for (const id of ids) if (await fleet.pick(0).tell('withdraw', id)) withdrawn.push(id);
  return withdrawn;
}

function treatmentOf(random: number) {
  return random < 0.15 ? 'refused' : random < 0.3 ? 'lost' : 'taken';
}

/** Does it every so often. @returns how often */
async function repeatUntil(
  isOver: () => boolean,
  everyMs: number,
  random: () => number,
  work: (random: () => number) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (;;) {
    await after(everyMs * (0.5 + random()));
    if (isOver()) return count;
    await work(random);
    count += 1;
  }
}

/** The clock of one machine is set an hour ahead, an hour back, or right. */
async function jump(fleet: Fleet, random: () => number): Promise<void> {
  const offsetMs = ([-hourMs, 0, hourMs] as const)[Math.floor(random() * 3)] ?? 0;
  await fleet.setClock(random(), offsetMs);
}
