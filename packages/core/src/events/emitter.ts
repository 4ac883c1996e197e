import type { EventEmitter } from 'eventemitter3';
import type { StepState } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import type { ApprovalView } from '../views/to-approval.js';

/**
 * What happened in this process, for logs and metrics.
 *
 * Events are local and may be missed when a process dies: nothing may be carried out from them, that is the sink's work.
 */
export interface ApprovalEvents {
  asked: [event: { readonly approval: ApprovalView<unknown> }];
  /** A vote was counted. */
  voted: [event: { readonly approval: ApprovalView<unknown>; readonly by: Person; readonly answer: Answer }];
  /** A person's click or command did nothing. */
  refused: [
    event: {
      readonly approvalId: string | null;
      readonly by: Person | null;
      readonly refusal: { readonly code: string; readonly explanation: string };
    },
  ];
  approved: [event: { readonly approval: ApprovalView<unknown> }];
  rejected: [event: { readonly approval: ApprovalView<unknown> }];
  expired: [event: { readonly approval: ApprovalView<unknown> }];
  withdrawn: [event: { readonly approval: ApprovalView<unknown> }];
  /** It ended, as its status says, before any copy of its card was posted. Follows the event of that end. */
  neverShown: [event: { readonly approval: ApprovalView<unknown> }];
  delivered: [event: { readonly approval: ApprovalView<unknown> }];
  /** The sink refused the decision for good, or the time for its delivery is over: only `redeliver` sends it again. */
  deliveryDead: [event: { readonly approval: ApprovalView<unknown>; readonly reason: string }];
  progressed: [event: { readonly approval: ApprovalView<unknown>; readonly step: string; readonly state: StepState }];
  /** Slack does not show a copy of the card. It is tried again until the cause is mended, unless `attention` says `card_failed`. */
  cardFailed: [
    event: { readonly approval: ApprovalView<unknown>; readonly channelId: string; readonly reason: string },
  ];
  /** A copy of the card that Slack refused is shown. */
  cardHealed: [event: { readonly approval: ApprovalView<unknown>; readonly channelId: string }];
  /** Its work was claimed ten times in a row and never ended: it is set aside for somebody to look at. */
  stuck: [event: { readonly approval: ApprovalView<unknown> }];
}

/** What is called when an event has happened in this process. */
export type ApprovalListener<Name extends keyof ApprovalEvents> = (...event: ApprovalEvents[Name]) => void;

/**
 * What eventemitter3 offers, for these events.
 *
 * Listeners hear what this process stored, after it was stored; one that throws or rejects is logged, and disturbs
 * neither the others nor the work.
 */
export interface Listening<Self> {
  on<Name extends keyof ApprovalEvents>(name: Name, listener: ApprovalListener<Name>): Self;
  /** `on`, by its other name. */
  addListener<Name extends keyof ApprovalEvents>(name: Name, listener: ApprovalListener<Name>): Self;
  once<Name extends keyof ApprovalEvents>(name: Name, listener: ApprovalListener<Name>): Self;
  /** Without a listener: all of that event. */
  off<Name extends keyof ApprovalEvents>(name: Name, listener?: ApprovalListener<Name>): Self;
  /** `off`, by its other name. */
  removeListener<Name extends keyof ApprovalEvents>(name: Name, listener?: ApprovalListener<Name>): Self;
  /** Without a name: of every event. */
  removeAllListeners(name?: keyof ApprovalEvents): Self;
  /** The events that somebody listens to. */
  eventNames(): (keyof ApprovalEvents)[];
  listeners<Name extends keyof ApprovalEvents>(name: Name): ApprovalListener<Name>[];
  listenerCount(name: keyof ApprovalEvents): number;
  /** Calls the listeners without anything having happened, to try them out. @returns whether there are any */
  emit<Name extends keyof ApprovalEvents>(name: Name, ...event: ApprovalEvents[Name]): boolean;
}

/** Untyped inside: `announce` and `listening` give every name its own event. */
export type ApprovalEmitter = EventEmitter;
