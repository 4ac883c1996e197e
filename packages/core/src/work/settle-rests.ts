import { decideAll } from '../domain/decide/decide-all.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { Command } from '../domain/model/commands.js';
import { dueAt } from '../domain/time/owed.js';
import type { Loaded } from '../record/loaded.js';
import type { Resting, Runtime } from '../runtime/runtime.js';
import { commit } from '../storage/commit.js';
import { mayRest } from '../storage/resting.js';

/** An outcome waits this long for the next put of this process. A crash before means that the card is drawn once more. */
const restMs = 20_000;

/** Lets the outcome of updates rest if nothing else is to be done before its time is over. @returns whether it rests */
export function rest(app: Runtime, token: string, loaded: Loaded, commands: readonly Command[]): boolean {
  const own = app.resting.get(loaded.row.id);
  const now = app.clock();
  if (own?.token !== token || own.hasNews) return false;
  const after = approvalAfter(loaded, commands);
  if (after === null || !mayRest(app, after, now)) return false;
  const due = dueAt(after);
  if (due !== null && due <= now + restMs) return false;
  own.rest = { loaded, commands, until: now + restMs };
  return true;
}

/** @returns null if more than the state of copies would change, such as the history */
function approvalAfter({ record }: Loaded, commands: readonly Command[]): Approval | null {
  const { events } = decideAll(record.approval, commands);
  return events.every(({ type }) => type === 'copy_changed') ? evolveOn(record.approval, events) : null;
}

/** Stores the outcomes that rest: all of them, or those whose time is over, and gives their leases back. */
export async function settleRests(app: Runtime, which: 'all' | 'over'): Promise<void> {
  const now = app.clock();
  // an outcome rests at most `restMs`, also if the clock was set back
  const isOver = ({ until }: NonNullable<Resting['rest']>): boolean => until <= now || until > now + restMs;
  const rests = [...app.resting].filter(([, { rest }]) => rest !== null && (which === 'all' || isOver(rest)));
  await Promise.all(rests.map(([id, resting]) => app.work.track(settle(app, id, resting))));
}

async function settle(app: Runtime, id: string, { token, rest }: Resting): Promise<void> {
  if (rest === null) return;
  // the put below stores it
  app.resting.delete(id);
  await commit(app, id, {
    known: rest.loaded,
    decide: ({ record }) => decideAll(record.approval, rest.commands),
    lease: { type: 'hold', token, isDone: () => true },
    always: true,
  });
}
