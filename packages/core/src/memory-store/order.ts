/** A sorted collection. Every operation finds its place by binary search and moves only a few other items. */
export interface Order<Item> {
  add(item: Item): void;
  /** Removes the item that compares as equal, if there is one. */
  delete(item: Item): void;
  ascending(): Iterable<Item>;
  /** From the last item, or from the last one before `end`. */
  descending(end: Item | null): Iterable<Item>;
}

/** A longer run is split in two. One array of all items would be moved as a whole by every change at its front. */
const maxRunLength = 512;

/** @param compare - negative where `one` comes before `other`; 0 where they are the same item */
export function createOrder<Item>(compare: (one: Item, other: Item) => number): Order<Item> {
  /** All items, sorted, in runs of which none is empty. */
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

/** Counts the items that pass a test, where no item passes after one that fails. */
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
