/** Items kept in order. A change or a look finds its place by halving, and moves few of the other items. */
export interface Order<Item> {
  add(item: Item): void;
  /** Takes out the item that compares as equal, if there is one. */
  delete(item: Item): void;
  ascending(): Iterable<Item>;
  /** From the last on, or from the last that comes before `end`. */
  descending(end: Item | null): Iterable<Item>;
}

/** A run that grows beyond this becomes two: an array of all items would be moved as a whole by every change at its front. */
const maxRunLength = 512;

/** @param compare - negative where `one` comes before `other`; 0 where they are the same item */
export function createOrder<Item>(compare: (one: Item, other: Item) => number): Order<Item> {
  /** One after the other they are all items, and no run is empty. */
  const runs: Item[][] = [];
  const placeIn = (run: readonly Item[], item: Item) => countFirst(run, (other) => compare(other, item) < 0);
  const runOf = (item: Item) =>
    countFirst(runs, (run) => {
      const last = run.at(-1);
      return last !== undefined && compare(last, item) < 0;
    });

  return {
    add(item) {
      const index = Math.max(0, Math.min(runOf(item), runs.length - 1));
      const run = runs[index] ?? [];
      if (run.length === 0) runs.push(run);
      run.splice(placeIn(run, item), 0, item);
      if (run.length > maxRunLength) runs.splice(index + 1, 0, run.splice(maxRunLength / 2));
    },
    delete(item) {
      const index = runOf(item);
      const run = runs[index] ?? [];
      const place = placeIn(run, item);
      const found = run[place];
      if (found === undefined || compare(found, item) !== 0) return;
      run.splice(place, 1);
      if (run.length === 0) runs.splice(index, 1);
    },
    *ascending() {
      for (const run of runs) yield* run;
    },
    *descending(end) {
      for (let index = end === null ? runs.length - 1 : runOf(end); index >= 0; index -= 1) {
        const run = runs[index] ?? [];
        yield* backwards(end === null ? run : run.slice(0, placeIn(run, end)));
      }
    },
  };
}

function* backwards<Item>(items: readonly Item[]): Iterable<Item> {
  for (let place = items.length - 1; place >= 0; place -= 1) {
    const item = items[place];
    if (item !== undefined) yield item;
  }
}

/** How many items come first that pass a test which none passes after one that fails. */
function countFirst<Item>(items: readonly Item[], isAmongFirst: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isAmongFirst(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
