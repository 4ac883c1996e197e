import type { CommandResult } from '../commands/command.js';
import type { ProgressReport } from '../commands/program-commands.js';
import type { Person } from '../domain/model/person.js';
import type { Answer, UserRule } from '../domain/model/policy.js';
import type { Listening } from '../events/approval-events.js';
import type { Kind } from '../kinds/kind.js';
import type { KindOptions } from '../kinds/kind-options.js';
import type { Duration } from '../options/duration.js';
import type { HostContext, RawResponse, Receiver } from '../ports/raw-http.js';
import type { HistoryEntry } from '../record/history.js';
import type { ApprovalView } from '../views/to-approval.js';
import type { Explanation } from '../votes/explain.js';
import type { PendingFor } from '../votes/pending-for.js';
import type { ProgramVote } from '../votes/program-vote.js';
import type { ApprovalPage, ApprovalQuery } from './list.js';

/**
 * Everything an app does with approvals. Made by `createApprovals`.
 *
 * A method throws `invalid_argument` for an option it does not know.
 */
export interface Approvals extends Listening {
  /** false: the approvals are kept in this process's memory and end with it, as with `memoryStore()`. */
  readonly durable: boolean;
  /**
   * Defines a kind of approvals: what people see, who decides, and where the decision goes. A process works only for the kinds that
   * it defines.
   *
   * @throws {SlackApprovalError} invalid_options, unsatisfiable_policy, kind_defined_twice, invalid_webhook_url, … — every problem is listed at once
   *
   * @example
   * const deploys = approvals.define('deploy', {
   *   schema: z.object({ version: z.string() }),
   *   card: ({ version }) => ({ title: `Deploy ${version}?` }),
   *   channel: 'C0DEPLOYS',
   *   approvers: [usergroup('S0ONCALL')],
   *   onDecision: async (decision) => console.log(decision.outcome, decision.payload.version),
   * });
   * await deploys.ask({ version: '4.2' }, { key: 'deploy-4.2', requester: 'ci' });
   */
  define<Input, Output>(name: string, options: KindOptions<Input, Output>): Kind<Input, Output>;
  /**
   * Takes one raw request from Slack to its answer, and verifies it. Never throws, whatever the request holds.
   *
   * Where the body is still to be read, `receiveStream(approvals.handleRaw, …)` reads it.
   */
  readonly handleRaw: Receiver;
  /** `handleRaw` for hosts of web-standard requests. */
  handle(request: Request, context?: HostContext): Promise<Response>;
  /** Takes an interaction that the host has verified, as Bolt does, in the form Slack sends it as JSON. */
  handleVerified(payload: unknown, context?: HostContext): Promise<RawResponse>;
  /**
   * Does what is due. Call it from a timer on a serverless host. `for`: nothing is started after so long.
   *
   * @throws {SlackApprovalError} invalid_argument — `for` is not a duration
   */
  processDue(options?: { readonly for?: Duration }): Promise<{ readonly claimedCount: number }>;
  /**
   * Does what is due every `pollEvery` (1s by default). Call it in a long-running process.
   *
   * @throws {SlackApprovalError} invalid_argument — `pollEvery` is not a duration, or more than 24 days
   */
  start(options?: { readonly pollEvery?: Duration }): void;
  /** Ends `start` and waits up to 30 s for the work under way. The store stays open: it is the caller's. */
  stop(): Promise<void>;
  /** Waits up to 30 s for the work that this process has started, such as the post of a card that was just asked for. */
  flush(): Promise<void>;
  /**
   * Whether the store takes writes (`ok`), and what is wrong with store or Slack, in plain words.
   *
   * Use it for readiness, never for liveness: restarting a process mends neither.
   */
  health(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>;
  /** @returns null for an unknown id */
  get(id: string): Promise<ApprovalView<unknown> | null>;
  /** A page of approvals, newest asked first. */
  list(query?: ApprovalQuery): Promise<ApprovalPage>;
  /** Withdraws a pending one: its card says so, and a late click is told why. */
  withdraw(
    id: string,
    options: { readonly by: string | UserRule; readonly reason: string },
  ): Promise<CommandResult<unknown>>;
  /**
   * Says how far an approved one has been carried out: shown on its card.
   *
   * @throws {SlackApprovalError} invalid_argument — the state is not one of the four, or the detail is not text
   */
  reportProgress(id: string, update: ProgressReport): Promise<CommandResult<unknown>>;
  /**
   * Casts a person's vote that did not come through Slack's buttons, by the same rules.
   *
   * @throws {SlackApprovalError} invalid_argument — it is by nobody, its answer is neither of the two, or its reason is not text
   * @throws {SlackApprovalError} store_timeout, store_conflict — the store did not take it in time
   */
  vote(id: string, vote: ProgramVote): Promise<CommandResult<unknown>>;
  /** What happened, oldest first; empty for an unknown id. `verifyHistory` checks it. */
  history(id: string): Promise<readonly HistoryEntry[]>;
  /**
   * Erases payload, texts and reasons now instead of after `retainFor`. Id, key, digest, decision, instants and hashes stay.
   *
   * @throws {SlackApprovalError} not_found, invalid_argument — there is none, it is still pending, or its decision is still being delivered
   */
  erase(id: string): Promise<void>;
  /** Sends the decision again under the same id and with the same bytes. What was set aside goes on. */
  redeliver(id: string): Promise<CommandResult<unknown>>;
  /** Draws the card again, and posts it again where it was never posted or is gone. What was set aside goes on. */
  repost(id: string): Promise<CommandResult<unknown>>;
  /** Whether this person may give this answer, and why or why not. Looks up what it takes. `answer` is `approve` by default. */
  explain(id: string, person: Person, answer?: Answer): Promise<Explanation>;
  /**
   * What this person may answer and has not, of the newest 100 that are open. What Slack does not tell within 2 s is left out.
   *
   * `channelId`: the channel where they are, as Slack said; what only people in a channel may answer is listed for that one alone.
   *
   * @throws {SlackApprovalError} store_timeout — the store did not answer in time
   */
  pendingFor(person: Person, options?: { readonly channelId?: string }): Promise<PendingFor>;
}
