import type { EventEmitter } from 'eventemitter3';
import type { StepState } from '../domain/approval.js';
import type { Person } from '../domain/person.js';
import type { Answer } from '../domain/policy.js';
import type { ApprovalView } from './to-approval.js';

type With<Extra> = [event: { readonly approval: ApprovalView<unknown> } & Extra];
type Nothing = Readonly<Record<never, never>>;

/**
 * What happened in this process, for logs and metrics. Events are local and may be missed when a process dies:
 * nothing may be carried out from them, that is the sink's work.
 */
export interface ApprovalEvents {
  asked: With<Nothing>;
  voted: With<{ readonly by: Person; readonly answer: Answer }>;
  refused: [
    event: {
      readonly approvalId: string | null;
      readonly by: Person | null;
      readonly refusal: { readonly code: string; readonly explanation: string };
    },
  ];
  approved: With<Nothing>;
  rejected: With<Nothing>;
  expired: With<Nothing>;
  withdrawn: With<Nothing>;
  delivered: With<Nothing>;
  deliveryDead: With<{ readonly reason: string }>;
  progressed: With<{ readonly step: string; readonly state: StepState }>;
  cardFailed: With<{ readonly channelId: string; readonly reason: string }>;
  stuck: With<Nothing>;
}

/** Untyped inside: `announce` and `listening` give every name its own event. */
export type ApprovalEmitter = EventEmitter;
