// How far an order is gets onto its card in one of two ways:
// - The order function lists the orders every minute (`createReportProgress`).
// - The Slack app watches the cluster itself (`followOrders`).
// Both apply a report with `applyReport`, and look for deleted orders among `approvalsWithOpenOrder`.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Approval, type Approvals, isSlackApprovalError, type ProgressReport } from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Orders, ordersIn } from './orders.js';
import { kindNames, type PizzaStatus, readOrder, toSteps } from './pizza-order.js';
import { approvalOf, type PizzaOrderResource, placeAtOf } from './pizza-order-resource.js';
import { type WatchPace, watchOrders, watchPace } from './watch-orders.js';

/** The part of an approval that is read to follow its order. */
interface FollowedApproval extends Pick<Approval<unknown>, 'id' | 'kind' | 'digest' | 'payload' | 'askedAt'> {
  readonly decision: { readonly decidedAt: number } | null;
  readonly delivery: { readonly state: string };
  readonly progress: readonly { readonly step: string; readonly state: string; readonly detail: string | null }[];
}

/** The approvals whose orders are followed, in this process or in another one. */
export interface FollowedApprovals {
  get(id: string): Promise<FollowedApproval | null>;
  list(query: {
    readonly kind: string;
    readonly status: 'approved';
    readonly after: string | null;
    readonly limit: number;
  }): Promise<{ readonly approvals: readonly FollowedApproval[]; readonly next: string | null }>;
  reportProgress(id: string, report: ProgressReport): Promise<unknown>;
}

/** How far an order is, and which approval it belongs to. */
interface OrderReport {
  readonly approvalId: string;
  readonly digest: string;
  readonly status: PizzaStatus;
  /** When the order is placed. Null: it is placed already, or never. */
  readonly placeAt: string | null;
}

/** The report of a resource, or null if the resource names no approval. */
function reportOf(order: PizzaOrderResource): OrderReport | null {
  const origin = approvalOf(order);
  if (origin === null) return null;
  return { approvalId: origin.id, digest: origin.digest, status: order.status, placeAt: placeAtOf(order) };
}

/**
 * Shows a report on its card. Idempotent.
 *
 * @returns false if no approval has this id and digest: another program created the order
 */
async function applyReport(approvals: FollowedApprovals, report: OrderReport): Promise<boolean> {
  const { approvalId, digest, status, placeAt } = report;
  const approval = await approvals.get(approvalId);
  if (approval === null || approval.digest !== digest) return false;
  for (const step of toSteps(status, readOrder(approval)?.maxPrice ?? null, placeAt)) {
    const known = approval.progress.find((one) => one.step === step.step);
    if (known === undefined || isNews(step, known)) await approvals.reportProgress(approval.id, step);
  }
  return true;
}

/** Another process may have reported more already: a failure and a detail are not taken back. */
function isNews(report: ProgressReport, known: { readonly state: string; readonly detail: string | null }): boolean {
  if (known.state === 'failed') return report.state === 'done';
  return known.state !== report.state || (report.detail !== undefined && report.detail !== known.detail);
}

/** Shows on its card that an order was deleted: the first unfinished step fails. */
async function applyDeletion(approvals: FollowedApprovals, approvalId: string): Promise<void> {
  const unfinished = (await approvals.get(approvalId))?.progress.find(({ state }) => state !== 'done');
  if (unfinished === undefined) return;
  await approvals.reportProgress(approvalId, {
    step: unfinished.step,
    state: 'failed',
    detail: 'its PizzaOrder was deleted',
  });
}

const maxAgeMs = 7 * 24 * 3_600_000;
const pageSize = 100;
/** The order function may take a decision and create the order a moment later. */
const createdWithinMs = 120_000;

/**
 * The approvals whose order must exist and is not finished: delivered, with an open step, and asked for in the last
 * seven days.
 */
async function approvalsWithOpenOrder(approvals: FollowedApprovals, now: number): Promise<readonly string[]> {
  return openOrdersOf(await recentlyApproved(approvals, now), now);
}

function openOrdersOf(recent: readonly FollowedApproval[], now: number): readonly string[] {
  return recent.filter((approval) => isCreated(approval, now) && isOpen(approval)).map(({ id }) => id);
}

async function recentlyApproved(approvals: FollowedApprovals, now: number): Promise<readonly FollowedApproval[]> {
  const ofKinds = await Promise.all(kindNames.map((kind) => recentlyApprovedOf(kind, approvals, now)));
  return ofKinds.flat();
}

async function recentlyApprovedOf(kind: string, approvals: FollowedApprovals, now: number) {
  const found: FollowedApproval[] = [];
  let after: string | null = null;
  do {
    const page = await approvals.list({ kind, status: 'approved', after, limit: pageSize });
    const recent = page.approvals.filter(({ askedAt }) => askedAt > now - maxAgeMs);
    found.push(...recent);
    after = recent.length < page.approvals.length ? null : page.next;
  } while (after !== null);
  return found;
}

function isCreated({ delivery, decision, progress }: FollowedApproval, now: number): boolean {
  if (delivery.state !== 'delivered' || decision === null) return false;
  return progress.some(({ state }) => state !== 'pending') || decision.decidedAt < now - createdWithinMs;
}

function isOpen({ progress }: FollowedApproval): boolean {
  return progress.some(({ state }) => state !== 'done') && progress.every(({ state }) => state !== 'failed');
}

export interface ReportProgressParts {
  readonly orders: Pick<Orders, 'list' | 'placeDue'>;
  readonly approvals: FollowedApprovals;
  readonly log: (line: string) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** A delivered order is reported for a day, so a Slack app that was down still learns of it. */
const reportedForMs = 86_400_000;

/**
 * Creates what the order function runs every minute. A run lists all orders once, places those whose shift has started,
 * and shows on their cards those that have begun or wait for a shift. What it throws is done again by the next run.
 *
 * An order counts as deleted once the lists of two runs in a row lack it: an order that was created after the first list
 * is in the second. Which orders were missing is remembered in this process, so the first run after a start shows no
 * deletion.
 */
export function createReportProgress({ orders, approvals, clock, log }: ReportProgressParts): () => Promise<void> {
  let missingBefore: ReadonlySet<string> = new Set();
  return async () => {
    const listed = await orders.list();
    const now = clock();
    await orders.placeDue(listed, now);
    const reports = listed.map(reportOf).filter((report) => report !== null);
    const recent = await recentlyApproved(approvals, now);
    const known = withKnown(approvals, recent);
    for (const report of reports) if (isWorthShowing(report, now)) await showReport(known, report, log);
    const existing = new Set(reports.map(({ approvalId }) => approvalId));
    const missing = openOrdersOf(recent, now).filter((id) => !existing.has(id));
    for (const id of missing) if (missingBefore.has(id)) await applyDeletion(approvals, id);
    missingBefore = new Set(missing);
  };
}

/** Gets what a list has shown without another request: the Slack app may be far away. */
function withKnown(approvals: FollowedApprovals, listed: readonly FollowedApproval[]): FollowedApprovals {
  const known = new Map(listed.map((approval) => [approval.id, approval]));
  const { list, reportProgress } = approvals;
  return { list, reportProgress, get: async (id) => known.get(id) ?? (await approvals.get(id)) };
}

function isWorthShowing({ status: { tracker }, placeAt }: OrderReport, now: number): boolean {
  const hasBegun = Object.keys(tracker).length > 0 || placeAt !== null;
  return hasBegun && (tracker.delivered === undefined || Date.parse(tracker.delivered) > now - reportedForMs);
}

async function showReport(approvals: FollowedApprovals, report: OrderReport, log: (line: string) => void) {
  try {
    await applyReport(approvals, report);
  } catch (error) {
    // a store that is down fails every report; one bad record must not block the others every minute
    if (!isSlackApprovalError(error) || error.code.startsWith('store_')) throw error;
    log(`progress: the report of ${report.approvalId} was refused: ${error.message}`);
  }
}

export interface FollowOptions {
  readonly approvals: Approvals;
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  readonly log: (line: string) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** @default watchPace */
  readonly pace?: WatchPace;
  /** How long after a failure a report is applied again. @default 5 s */
  readonly retryMs?: number;
  /** How often orders are placed whose shift has started. @default 30 s */
  readonly placeEveryMs?: number;
}

/**
 * Watches the orders in a cluster and shows on their cards how far they are, including deletions. Places the orders
 * whose shift has started. Several processes may do so at once: reports are idempotent, and an order is placed once.
 *
 * @returns a function that stops it and waits for the report being applied
 */
export function followOrders(options: FollowOptions): () => Promise<void> {
  const { approvals, kubeConfig, namespace, log, clock, pace = watchPace, retryMs = 5_000 } = options;
  const queue = createRetryQueue(log, retryMs);
  const nameOf = ({ metadata: { name, uid } }: PizzaOrderResource) => `${name} (${uid})`;
  const apply = async (order: PizzaOrderResource, isDeleted: boolean): Promise<void> => {
    const report = reportOf(order);
    if (report === null) return;
    const isOurs = await applyReport(approvals, report);
    if (isOurs && isDeleted) await applyDeletion(approvals, report.approvalId);
  };
  const stopWatching = watchOrders({
    kubeConfig,
    namespace,
    onOrder: (order) => queue.add(nameOf(order), () => apply(order, false)),
    onDeleted: (order) => queue.add(nameOf(order), () => apply(order, true)),
    expected: () => approvalsWithOpenOrder(approvals, clock()),
    onMissing: (id) => queue.add(`the order of ${id}`, () => applyDeletion(approvals, id)),
    log,
    pace,
  });
  const stopPlacing = keepPlacing(options);
  return async () => {
    await stopWatching();
    await stopPlacing();
    await queue.stop();
  };
}

/** Looks again and again which orders are due, so it forgets nothing at a restart. */
function keepPlacing({ kubeConfig, namespace, log, clock, placeEveryMs = 30_000 }: FollowOptions): () => Promise<void> {
  const orders = ordersIn(kubeConfig, namespace, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // a stop ends the pause
      await sleep(placeEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await orders
        .list()
        .then((listed) => orders.placeDue(listed, clock()))
        .catch((error: unknown) => log(`orders: ${error instanceof Error ? error.message : 'the list failed'}`));
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}

type Task = () => Promise<void>;

/**
 * Runs one task after the other, and a failed task again after `retryMs`. A newer task of the same subject replaces a
 * waiting one.
 */
function createRetryQueue(log: (line: string) => void, retryMs: number) {
  const waiting = new Map<string, Task>();
  const stopping = new AbortController();
  let running: Promise<void> | null = null;

  const runOne = async (subject: string, task: Task): Promise<void> => {
    try {
      await task();
    } catch (error) {
      log(`progress: ${subject} is reported later: ${error instanceof Error ? error.message : 'unknown'}`);
      if (!waiting.has(subject)) waiting.set(subject, task);
      // a stop ends the pause; the next start lists all orders again
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  // iterating a map also visits entries that are added meanwhile
  const runAll = async (): Promise<void> => {
    for (const [subject, task] of waiting) {
      if (stopping.signal.aborted) break;
      waiting.delete(subject);
      await runOne(subject, task);
    }
    running = null;
  };

  return {
    add(subject: string, task: Task): void {
      if (stopping.signal.aborted) return;
      waiting.set(subject, task);
      running ??= runAll();
    },
    /** Waits for the running task. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
