import type { ProgressReport } from '../commands/report-progress.js';
import type { CommandResult } from '../commands/run-command.js';
import type { Person } from '../domain/model/person.js';
import type { Answer, UserRule } from '../domain/model/policy.js';
import type { Explanation } from '../domain/model/refusal.js';
import type { Listening } from '../events/approval-events.js';
import type { Evidence } from '../evidence/evidence.js';
import type { GuardContext, Guarded } from '../kinds/guarded.js';
import type { Kind } from '../kinds/kind.js';
import type { GuardKindOptions, KindOptions, WithoutSchema, WithSchema } from '../kinds/kind-options.js';
import type { RequestOptions } from '../kinds/request.js';
import type { Duration } from '../options/duration.js';
import type { Decision } from '../ports/decision-sink.js';
import type { Instrument } from '../ports/instrument.js';
import type { HostContext, RawResponse, Receiver } from '../ports/raw-http.js';
import type { HistoryEntry } from '../record/history.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { PendingFor } from '../votes/pending-for.js';
import type { ProgramVote } from '../votes/program-vote.js';
import type { ApprovalPage, ApprovalQuery } from './list.js';

/**
 * Everything an app does with approvals. `createApprovals` returns it.
 *
 * A method throws `invalid_argument` for an unknown option.
 */
export interface Approvals extends Listening {
  /** false: approvals are kept in memory and are lost when the process ends, as with `memoryStore()`. */
  readonly durable: boolean;
  /**
   * Defines a kind of approvals: what people see, who decides, and where decisions are delivered.
   *
   * A process posts cards and delivers decisions only for the kinds that it defines, so define them all at startup.
   *
   * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy, invalid_webhook_url, invalid_webhook_secret — the
   *   options cannot be used; the message lists every problem
   * @throws {SlackApprovalError} kind_defined_twice — this process has already defined a kind with this name
   *
   * @example
   * ```ts
   * import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';
   * import { z } from 'zod';
   *
   * export const defineDeploys = (approvals: Approvals) =>
   *   approvals.define('deploy', {
   *     schema: z.object({ version: z.string() }),
   *     card: ({ version }) => ({ title: `Deploy ${version}?` }),
   *     channel: 'C0DEPLOYS',
   *     approvers: [usergroup('S0ONCALL')],
   *     onDecision: (decision) => console.log(decision.outcome, decision.payload.version),
   *   });
   * ```
   */
  define<Input, Output, const Id extends string = string>(
    name: string,
    options: WithSchema<Input, Output> & KindOptions<Output, Id>,
  ): Kind<Input, Output>;
  define<Payload = unknown, const Id extends string = string>(
    name: string,
    options: WithoutSchema & KindOptions<Payload, Id>,
  ): Kind<Payload, Payload>;
  /**
   * Asks one question and waits for its decision, however it ends.
   *
   * The same key is the same question: a program that is run again waits for the same card, or gets the decision at once. Call `start`,
   * so that this process posts the card, and receive Slack's requests in it or in another process.
   *
   * @throws {SlackApprovalError} key_changed — the key holds another question
   * @throws {SlackApprovalError} erased — what the key held was erased
   * @throws {SlackApprovalError} aborted — `signal` was aborted, or this process stops; nothing is withdrawn
   * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy — as for `define`
   * @throws {SlackApprovalError} invalid_argument, invalid_requester, content_too_large, … — as for `ask` of a kind
   *
   * @example
   * ```ts
   * import { type Approvals, usergroup } from '@k8s-pizza/slack-approval';
   *
   * export const mayDeploy = async (approvals: Approvals, version: string) => {
   *   const { outcome } = await approvals.request({
   *     key: `deploy-${version}`,
   *     title: `Deploy ${version}?`,
   *     channel: 'C0DEPLOYS',
   *     approvers: [usergroup('S0ONCALL')],
   *     requester: 'ci',
   *   });
   *   return outcome === 'approved';
   * };
   * ```
   */
  request(options: RequestOptions): Promise<Decision<unknown>>;
  /**
   * Makes a function that runs only once people have approved the call, and returns its result to everybody who waits for it.
   *
   * It runs in a process that has defined the guard, at least once under one `deliveryId`, and its result is stored: after a restart the
   * same key returns it, and the function does not run again. Define guards at startup, as kinds.
   *
   * @throws {SlackApprovalError} kind_defined_twice — the name has other options in this process; with equal ones it is the same guard
   * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy — as for `define`
   *
   * @example
   * ```ts
   * import { type Approvals, user } from '@k8s-pizza/slack-approval';
   *
   * export const guardRefunds = (approvals: Approvals, pay: (amount: number, id: string) => Promise<string>) =>
   *   approvals.guard<{ amount: number }, { receipt: string }>(
   *     'refund',
   *     { channel: 'C0MONEY', approvers: [user('U0ALICE')], title: ({ amount }) => `Refund ${amount}?` },
   *     async ({ amount }, { deliveryId }) => ({ receipt: await pay(amount, deliveryId) }),
   *   );
   * ```
   */
  guard<Input, Output, Value, const Id extends string = string>(
    name: string,
    options: WithSchema<Input, Output> & GuardKindOptions<Output, Id>,
    run: (payload: NoInfer<Output>, context: GuardContext<NoInfer<Output>, NoInfer<Id>>) => Promise<Value> | Value,
  ): Guarded<Input, Output, Value>;
  guard<Payload, Value, const Id extends string = string>(
    name: string,
    options: WithoutSchema & GuardKindOptions<NoInfer<Payload>, Id>,
    run: (payload: Payload, context: GuardContext<Payload, NoInfer<Id>>) => Promise<Value> | Value,
  ): Guarded<Payload, Payload, Value>;
  /**
   * Verifies and answers one raw request from Slack. It reports a bad request by the status and does not throw.
   *
   * If the body still has to be read, call `receiveStream(approvals.handleRaw, …)`.
   *
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  readonly handleRaw: Receiver;
  /**
   * `handleRaw` for web-standard requests.
   *
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   * @throws {SlackApprovalError} raw_body_unavailable — the body has already been read
   */
  handle(request: Request, context?: HostContext): Promise<Response>;
  /**
   * Answers an interaction that the host has already verified, as Bolt does.
   *
   * @param payload - the parsed JSON, as Slack sends it
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  handleVerified(payload: unknown, context?: HostContext): Promise<RawResponse>;
  /**
   * Does the work that is due. Serverless functions call it from a timer.
   *
   * @param options - `for`: start nothing after this long, such as `20s`. @default until nothing is due
   * @throws {SlackApprovalError} invalid_argument — `for` is not a duration
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  processDue(options?: { readonly for?: Duration }): Promise<{ readonly claimedCount: number }>;
  /**
   * Polls for work that is due. Long-running processes call it once.
   *
   * @param options - `pollEvery`: the pause between two polls. @default 1s
   * @throws {SlackApprovalError} invalid_argument — `pollEvery` is not a duration, or is longer than 24 days
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  start(options?: { readonly pollEvery?: Duration }): void;
  /** Stops polling and waits up to 30 s for running work. Close the store yourself afterwards. */
  stop(): Promise<void>;
  /** Waits up to 30 s for the work that this process has started, such as posting a new card. */
  flush(): Promise<void>;
  /**
   * Checks the store and Slack. `ok` tells whether the store accepts writes; `problems` explains what is wrong with either.
   *
   * Use it as a readiness probe. Don't use it as a liveness probe: a restart fixes neither.
   */
  health(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>;
  /** Reads an approval. @returns null if the id is unknown or the record cannot be read */
  get(id: string): Promise<ApprovalView<unknown> | null>;
  /**
   * Lists a page of approvals, newest first.
   *
   * @throws {SlackApprovalError} invalid_argument — `after` is not the `next` of a page
   */
  list(query?: ApprovalQuery): Promise<ApprovalPage>;
  /**
   * Asks Slack for the address of the first card that people can see, to show it to them.
   *
   * @returns null if the id is unknown, no card is posted yet, or Slack does not tell
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  permalink(id: string): Promise<string | null>;
  /**
   * Withdraws a pending approval. Its card says so, and a late click is told the reason.
   *
   * @throws {SlackApprovalError} invalid_requester — `by` is neither a plain name nor `user('U…')`
   * @throws {SlackApprovalError} invalid_argument — `reason` is not text
   */
  withdraw(
    id: string,
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<CommandResult<unknown>>;
  /**
   * Records the progress of a step after approval and shows it on the card.
   *
   * @throws {SlackApprovalError} invalid_argument — `state` is not one of the four states, or `detail` is not text
   */
  reportProgress(id: string, update: ProgressReport): Promise<CommandResult<unknown>>;
  /**
   * Casts a vote for a person who did not click in Slack. The same rules apply as for a click.
   *
   * @throws {SlackApprovalError} invalid_argument — `by` is not `user('U…')`, `answer` is not `approve` or `reject`, or
   *   `choice`, `reason` or `via` is not text
   * @throws {SlackApprovalError} store_timeout, store_conflict — the vote was not stored within 2 s, or after 5 conflicts
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  vote(id: string, vote: ProgramVote): Promise<CommandResult<unknown>>;
  /** Reads what happened to an approval, oldest first; empty for an unknown id. Check it with `verifyHistory`. */
  history(id: string): Promise<readonly HistoryEntry[]>;
  /**
   * Reads everything that proves an approval, as plain JSON: `verifyEvidence` and `slack-approval verify` check it.
   *
   * @throws {SlackApprovalError} not_found — the id is unknown
   * @throws {SlackApprovalError} record_corrupt, record_newer — the record is damaged, or of a newer release
   */
  evidence(id: string): Promise<Evidence>;
  /**
   * Erases payload, texts and reasons now instead of after `retainFor`.
   *
   * Id, key, digest, decision, instants and hashes stay.
   *
   * @throws {SlackApprovalError} not_found — the id is unknown
   * @throws {SlackApprovalError} invalid_argument — it is still pending, or its decision is still being delivered
   */
  erase(id: string): Promise<void>;
  /** Delivers the decision again, under the same id and with the same bytes. Restarts work that is stuck. */
  redeliver(id: string): Promise<CommandResult<unknown>>;
  /** Updates the card, and posts it again where it was never posted or was deleted. Restarts work that is stuck. */
  repost(id: string): Promise<CommandResult<unknown>>;
  /**
   * Explains whether a person may vote, and why or why not. Asks Slack for the facts it needs.
   *
   * @param answer - @default approve
   */
  explain(id: string, person: Person, answer?: Answer): Promise<Explanation>;
  /**
   * Calls a function around everything that takes time: operations of the store, calls to Slack, attempts to deliver.
   *
   * @returns a function that removes the instrument
   */
  instrument(instrument: Instrument): () => void;
  /**
   * Lists what a person can vote on now, out of the newest 100 pending approvals.
   *
   * It asks Slack for facts about the person, and leaves out what Slack does not answer within 2 s.
   *
   * @param options - `channelId`: the channel that the person is in, as Slack reported it. Approvals that only channel members
   *   may decide are listed for this channel only
   * @throws {SlackApprovalError} store_timeout — the store did not answer within 2 s
   * @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack`
   */
  pendingFor(person: Person, options?: { readonly channelId?: string }): Promise<PendingFor>;
}
