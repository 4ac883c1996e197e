import { setTimeout as after } from 'node:timers/promises';
import { randomFrom } from 'test-processes/random';
import { drain } from './drain.js';
import { createFleet, type Fleet } from './fleet.js';
import { liveUntilOver, type Said } from './people.js';
import { type Receiver, startReceiver } from './receiver.js';
import { openWitness, type StoredQuestion } from './records.js';
import type { StormStore } from './settings.js';
import { type Posted, startSlackStandIn } from './slack-stand-in.js';
import { createWeather, type Weather } from './weather.js';

export interface ChaosOptions {
  readonly program: string;
  readonly store: StormStore;
  readonly seconds: number;
  readonly seed: number | string;
}

/** What happened. */
export interface ChaosResult extends Said {
  readonly killCount: number;
  readonly jumpCount: number;
  readonly faultCounts: Weather['faultCounts'];
  readonly posts: readonly Posted[];
  /** What came while Slack, clocks and processes were well again, and in how many seconds. */
  readonly healedPosts: readonly Posted[];
  readonly healedSeconds: number;
  readonly channelIds: readonly string[];
  /** What was stored when all was well again, and when that was. */
  readonly healed: { readonly at: number; readonly questions: readonly StoredQuestion[] };
  /** What is stored in the end, when nothing is due any more. */
  readonly drained: readonly StoredQuestion[];
  readonly decided: Fleet['decided'];
  readonly taken: Receiver['taken'];
}

const channelIds = ['C0CHAOS0', 'C0CHAOS1', 'C0CHAOS2'];
const replicaCount = 3;
const hourMs = 60 * 60_000;
/** A call that Slack does not answer ends after 10 s, and a webhook after 15 s: what was under way is over by then. */
const settlesMs = 11_000;
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
    const [said, killCount, jumpCount] = await Promise.all([
      liveUntilOver({ isOver, fleet, slack, channelIds, random: randomFrom(`${seed} people`) }),
      repeatUntil(isOver, 3_000, randomFrom(`${seed} kill`), (random) => fleet.killAndRestart(random())),
      repeatUntil(areClocksAhead, 3_000, randomFrom(`${seed} clock`), (random) => jump(fleet, random)),
      repeatUntil(isOver, 2_500, randomFrom(`${seed} turn`), async () => weather.turn()),
      after(seconds * 1_000 - aheadMs).then(() => fleet.setClocks(hourMs)),
    ]);
    weather.clear();
    isWild.receiver = false;
    await fleet.setClocks(0);
    const healedFrom = Date.now();
    await after(settlesMs);
    const healed = { at: Date.now(), questions: await witness.questions() };
    const healedPosts = slack.posts.filter(({ at }) => at >= healedFrom && at < healed.at);
    const drained = await drain(fleet, witness);
    const { faultCounts } = weather;
    const seen = { faultCounts, posts: slack.posts, healedPosts, healedSeconds: (healed.at - healedFrom) / 1_000 };
    return {
      ...{ ...said, ...seen, killCount, jumpCount, channelIds, healed, drained },
      decided: fleet.decided,
      taken: receiver.taken,
    };
  } finally {
    await Promise.all([fleet.close(), witness.close()]);
    await Promise.all([slack.close(), receiver.close()]);
  }
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
