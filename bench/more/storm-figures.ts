import { maxInAnySecond } from '../../tests/storm/src/posts-a-second.js';
import type { Measured, StoreCalls } from '../../tests/storm/src/settings.js';
import type { StormOptions, StormResult } from '../../tests/storm/src/storm.js';

/** Prints what a storm did, worst process first where there are several. */
export function printStorm(store: string, { count, replicas }: StormOptions, result: StormResult): void {
  const { askMs, failedAskCount, whileAsking, whileWatching, posts, watchedPosts, watchedMs, heapMb, machineHeldMs } =
    result;
  const seconds = watchedMs / 1_000;
  const peakMb = Math.max(...[...whileAsking, ...whileWatching].map(({ peakHeapMb }) => peakHeapMb));
  console.log(
    `\n${store}, ${count} questions in one channel, ${replicas === 1 ? 'one process' : `${replicas} processes`}`,
  );
  const inAll = `${(askMs / 1_000).toFixed(1)} s in all, ${failedAskCount} failed and were made again`;
  line('asks', `${((count * 1_000) / askMs).toFixed(0)} / s, ${inAll}`);
  line('event loop held while asking', heldBy(whileAsking));
  line('event loop held by polls and posts', heldBy(whileWatching));
  line('  of a process that does nothing', `${ms(machineHeldMs)}: the machine's own doing (resolution 1 ms)`);
  line(
    'store calls in one turn of the loop',
    `${mostCalls(whileAsking)} while asking, ${mostCalls(whileWatching)} later`,
  );
  line('clicks while asking', clicksOf(whileAsking));
  line('clicks while posting', clicksOf(whileWatching));
  const rate = `${(watchedPosts.length / seconds).toFixed(2)} / s over ${seconds.toFixed(0)} s`;
  line('posts after the storm', `${rate}, at most ${maxInAnySecond(watchedPosts)} in any second (${gaps(posts)})`);
  line(
    'posts while asking',
    `${posts.length - watchedPosts.length}, at most ${maxInAnySecond(posts)} in any second of all`,
  );
  line('store calls for a post', callsPerPost(whileWatching, watchedPosts.length));
  line('heap', `${Math.max(...heapMb).toFixed(0)} MB in the end, ${peakMb.toFixed(0)} MB at its peak with garbage`);
}

function line(what: string, figures: string): void {
  console.log(`  ${what.padEnd(36)}${figures}`);
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

const heldBy = (measured: readonly Measured[]) => `${ms(Math.max(...measured.map(({ heldMs }) => heldMs)))} at most`;

const mostCalls = (measured: readonly Measured[]) => Math.max(...measured.map((one) => one.maxCallsInTurn));

function clicksOf(measured: readonly Measured[]): string {
  const sorted = measured.flatMap(({ clickMs }) => clickMs).sort((one, other) => one - other);
  if (sorted.length === 0) return 'none was answered';
  const at = (share: number) =>
    ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  const refused = measured.reduce((sum, { refusedClickCount }) => sum + refusedClickCount, 0);
  return `${sorted.length}: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}; ${refused} not answered 200`;
}

/** How far apart posts came: a second is what is wanted. */
function gaps(posts: readonly { readonly at: number }[]): string {
  const between = posts.slice(1).map(({ at }, index) => at - (posts[index]?.at ?? at));
  if (between.length === 0) return 'no two';
  return `${ms(Math.min(...between))} to ${ms(Math.max(...between))} apart`;
}

function callsPerPost(measured: readonly Measured[], postCount: number): string {
  const names = ['get', 'put', 'claimDue', 'list'] as const satisfies readonly (keyof StoreCalls)[];
  const sums = names.map((name) => measured.reduce((sum, { storeCalls }) => sum + storeCalls[name], 0));
  const of = (value: number) => (postCount === 0 ? `${value} in all` : (value / postCount).toFixed(1));
  return names.map((name, index) => `${name} ${of(sums[index] ?? 0)}`).join(', ');
}
