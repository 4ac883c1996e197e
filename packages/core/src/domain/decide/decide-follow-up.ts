import type { Approval, Step, StepState, Work } from '../model/approval.js';
import type { CommandOf } from '../model/commands.js';
import { accept, type Decided, refuse } from '../model/refusal.js';
import { tellTrouble } from './outcome/tell-trouble.js';

type Report = CommandOf<'report'>;
type Redeliver = CommandOf<'redeliver'>;

const order: Readonly<Record<StepState, number>> = { pending: 0, active: 1, failed: 2, done: 3 };

/** Records the progress of a step after approval. Idempotent: the same report again changes nothing. A step that is done stays done. */
export function decideReport(command: Report, approval: Approval): Decided {
  if (approval.status !== 'approved') return refuse('not_approved', { status: approval.status });
  const step = approval.progress.find((one) => one.step === command.step);
  if (step === undefined) return refuse('unknown_step', {});
  if (step.state === command.state && command.sameDetail) return accept([]);
  if (approval.erasedAt !== null) return refuse('erased', { part: 'approval' });
  if (isBackwards(step, command.state)) return refuse('step_is_over', { state: step.state });
  if (command.historyFull) return refuse('history_full', {});
  const { step: name, state, detailRef } = command;
  const { now: at } = command;
  const told =
    state === 'failed' && step.state !== 'failed' ? tellTrouble(approval, { type: 'step_failed', step: name }, at) : [];
  return accept([{ type: 'progressed', at, step: name, state, detailRef }, ...told]);
}

/** Whether a report arrives late and would turn a step back. A failed step may go back to pending, to be tried again. */
function isBackwards(step: Step, to: StepState): boolean {
  if (step.state === 'failed') return to === 'pending';
  return order[to] < order[step.state];
}

/** Delivers a decision again under the same id and with the same bytes: after it was given up, or if the receiver lost it. */
export function decideRedeliver(command: Redeliver, approval: Approval): Decided {
  if (approval.status === 'pending') return refuse('nothing_to_deliver', { cause: 'pending' });
  if (approval.delivery.state === 'none') return refuse('nothing_to_deliver', { cause: 'no_sink' });
  if (approval.erasedAt !== null) return refuse('erased', { part: 'delivery' });
  if (approval.delivery.state === 'owed') return takeBack(approval.work, command.now);
  if (command.historyFull) return refuse('history_full', {});
  return accept([{ type: 'redelivered', at: command.now, by: command.by }]);
}

/** Resumes the owed delivery of a record that was set aside, with a new round of attempts. */
function takeBack({ setAside, delivery }: Work, at: number): Decided {
  if (!setAside || delivery === null) return refuse('delivery_under_way', { command: 'redeliver' });
  const work = { ...delivery, roundAttempts: 0, shortened: false, nextAt: at };
  return accept([
    { type: 'taken_back', at },
    { type: 'delivery_deferred', at, work },
  ]);
}

/** Erases the texts of an approval once its decision is delivered or given up. */
export function decideErase(command: { readonly now: number }, approval: Approval): Decided {
  if (approval.status === 'pending') return refuse('still_pending', {});
  if (approval.delivery.state === 'owed') return refuse('delivery_under_way', { command: 'erase' });
  return accept(approval.erasedAt === null ? [{ type: 'erased', at: command.now }] : []);
}
