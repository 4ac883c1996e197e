import { nextStep } from './pizza-steps.js';
import { patchObject, type Writing } from './write-object.js';

/** Plays the pizza controller: takes every order through the stages of the tracker, one every `paceMs`. @returns what ends it */
export function startPizzaController(writing: Writing, paceMs: number): () => void {
  const { store, clock } = writing;
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    clearTimeout(timer);
    const dueAt = Math.min(...store.list().map((order) => nextStep(order, paceMs)?.at ?? Number.POSITIVE_INFINITY));
    if (Number.isFinite(dueAt)) timer = setTimeout(run, Math.max(0, dueAt - clock()));
  };
  const run = (): void => {
    for (const order of store.list()) {
      const next = nextStep(order, paceMs);
      const now = clock();
      if (next === null || next.at > now) continue;
      patchObject(writing, order, { status: next.patch(now) }, { part: 'status', strict: true, dryRun: false });
    }
    arm();
  };

  const unsubscribe = store.subscribe(store.resourceVersion, arm);
  arm();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
