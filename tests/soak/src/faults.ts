import type { SoakResult } from './soak.js';

const recoversWithinMs = 2_000;
/** The store waits for 1 s before a write fails, `health` for 1 s more before it says so; the rest is for a busy machine. */
const saysSoWithinMs = 2_600;

/** Every promise that was broken, in words. */
export function brokenPromises(result: SoakResult): readonly string[] {
  const { lost, decided, outcomes, statuses, asked, locks } = result;
  const changed = [...decided].filter(([id, status]) => statuses.get(id) !== status);
  const twice = [...outcomes].filter(([, said]) => said.size > 1);
  const delivered = [...outcomes].filter(([id, said]) => !said.has(statuses.get(id) ?? ''));
  const gone = asked.filter((id) => !statuses.has(id));
  return [
    ...lost.map((id) => `${id}: a click was acknowledged, and another connection sees it undecided`),
    ...gone.map((id) => `${id}: it was asked, and is not there`),
    ...changed.map(([id, status]) => `${id}: it was ${status}, and is ${statuses.get(id)} now`),
    ...twice.map(([id, said]) => `${id}: it was delivered as ${[...said].join(' and as ')}`),
    ...delivered.map(([id, said]) => `${id}: it was delivered as ${[...said].join()}, and is ${statuses.get(id)}`),
    ...locks.flatMap((lock, index) =>
      brokenAround(result, lock, locks[index + 1]?.begunAt ?? Number.POSITIVE_INFINITY),
    ),
  ];
}

function brokenAround({ samples }: SoakResult, lock: SoakResult['locks'][number], nextAt: number): readonly string[] {
  const { kind, putWithin, backAfterMs, begunAt, endedAt } = lock;
  const due = endedAt + recoversWithinMs;
  const within = kind === 'lock' ? samples.filter(({ at }) => at > begunAt + saysSoWithinMs && at < endedAt) : [];
  const after = samples.filter(({ at }) => at > due && at < nextAt);
  return [
    ...(putWithin === null || putWithin === 'store_failed' ? [] : [`within a ${kind} a put was told ${putWithin}`]),
    ...(backAfterMs <= recoversWithinMs ? [] : [`${backAfterMs} ms after a ${kind} the first put was saved`]),
    ...within.filter(({ ok }) => ok).map(({ at }) => `${at - begunAt} ms into a lock a process said it was healthy`),
    ...after.filter(({ ok }) => !ok).map(({ at }) => `${at - endedAt} ms after a ${kind} a process was not healthy`),
    ...(nextAt > due && !samples.some(({ at, ok }) => ok && at >= endedAt && at <= due)
      ? [`within 2 s of a ${kind} no process was healthy`]
      : []),
  ];
}

/** One line of figures. */
export function figuresOf(result: SoakResult): string {
  const { locks, killCount, acknowledgedCount, refusedCount, decided, lost, outcomes, worstLagMs, samples } = result;
  const lastedMs = (kind: string) =>
    locks.filter((lock) => lock.kind === kind).map(({ begunAt, endedAt }) => endedAt - begunAt);
  const told = (kind: string, name: string) => {
    const all = lastedMs(kind);
    return `${all.length} ${name} of up to ${(Math.max(0, ...all) / 1_000).toFixed(1)} s`;
  };
  const twice = [...outcomes.values()].filter((said) => said.size > 1).length;
  return [
    `soak: ${told('lock', 'locks')}, ${told('vacuum', 'vacuums')}, ${killCount} kills`,
    `${acknowledgedCount} clicks acknowledged and ${refusedCount} not, ${decided.size} decisions`,
    `${lost.length} acknowledged and lost, ${twice} decided twice`,
    `back ${Math.max(...locks.map(({ backAfterMs }) => backAfterMs))} ms after a lock at most`,
    `${samples.filter(({ ok }) => ok).length} of ${samples.length} looks at health ok`,
    `event loop held for ${Math.round(worstLagMs)} ms at most`,
  ].join('; ');
}
