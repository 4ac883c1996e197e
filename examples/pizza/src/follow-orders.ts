// How far an order is gets onto its card in one of two ways:
// - The order function lists the orders every minute (`reportProgress`) and sends reports to the Slack app
//   (`createReportReceiver`).
// - The Slack app watches the cluster itself (`followOrders`).
// Both apply a report with `applyReport`, and look for deleted orders among `approvalsWithOpenOrder`.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Approval, type Approvals, isSlackApprovalError, type ProgressReport } from '@k8s-pizza/slack-approval';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { type Orders, ordersIn } from './orders.js';
import { instant, kindNames, pizzaStatus, readOrder, toSteps } from './pizza-order.js';
import { approvalOf, type PizzaOrderResource, placeAtOf } from './pizza-order-resource.js';
import { type WatchPace, watchOrders, watchPace } from './watch-orders.js';

/** How far an order is, and which approval it belongs to. */
const orderReport = z.object({
  approvalId: z.string().max(100),
  digest: z.string().max(100),
  status: pizzaStatus,
  /** When the order is placed. Null: it is placed already, or never. */
  placeAt: instant.nullable().default(null),
});
export type OrderReport = z.infer<typeof orderReport>;

const maxReportsPerMessage = 200;
/** Their ids take 60 KB. In a cluster with more orders, deleted ones are not detected. */
const maxPresentIds = 2_000;

/** What the order function sends to the Slack app. */
export const progressMessage = z.strictObject({
  orders: z.array(orderReport).max(maxReportsPerMessage),
  /** The approvals that have an order. Null: this message does not say. */
  present: z.array(z.string().max(100)).max(maxPresentIds).nullable().default(null),
});

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
async function applyReport(approvals: Approvals, report: OrderReport): Promise<boolean> {
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
async function applyDeletion(approvals: Approvals, approvalId: string): Promise<void> {
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
async function approvalsWithOpenOrder(approvals: Approvals, now: number): Promise<readonly string[]> {
  const ids = await Promise.all(kindNames.map((kind) => openOrdersOf(kind, approvals, now)));
  return ids.flat();
}

async function openOrdersOf(kind: string, approvals: Approvals, now: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page = await approvals.list({ kind, status: 'approved', after, limit: pageSize });
    const recent = page.approvals.filter(({ askedAt }) => askedAt > now - maxAgeMs);
    ids.push(...recent.filter((approval) => isCreated(approval, now) && isOpen(approval)).map(({ id }) => id));
    after = recent.length < page.approvals.length ? null : page.next;
  } while (after !== null);
  return ids;
}

function isCreated({ delivery, decision, progress }: Approval<unknown>, now: number): boolean {
  if (delivery.state !== 'delivered' || decision === null) return false;
  return progress.some(({ state }) => state !== 'pending') || decision.decidedAt < now - createdWithinMs;
}

function isOpen({ progress }: Approval<unknown>): boolean {
  return progress.some(({ state }) => state !== 'done') && progress.every(({ state }) => state !== 'failed');
}

/**
 * Takes reports, and with the last of them the approvals that have an order. Null: there is more to come, or too much
 * to say.
 */
export type ReportReceiver = (reports: readonly OrderReport[], present: readonly string[] | null) => Promise<void>;

export interface ReportProgressParts {
  readonly orders: Pick<Orders, 'list' | 'placeDue'>;
  /** What it throws is reported again by the next run. */
  readonly sendReports: ReportReceiver;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** A delivered order is reported for a day, so a Slack app that was down still learns of it. */
const reportedForMs = 86_400_000;

/**
 * Lists all orders once, places those whose shift has started, and reports those that have begun or wait for a shift. The order function runs it every minute, and remembers
 * nothing.
 */
export async function reportProgress({ orders, sendReports, clock }: ReportProgressParts): Promise<void> {
  const since = clock() - reportedForMs;
  const listed = await orders.list();
  await orders.placeDue(listed, clock());
  const all = listed.map(reportOf).filter((report) => report !== null);
  const reports = all.filter(({ status: { tracker }, placeAt }) => {
    const hasBegun = Object.keys(tracker).length > 0 || placeAt !== null;
    return hasBegun && (tracker.delivered === undefined || Date.parse(tracker.delivered) > since);
  });
  const present = all.length > maxPresentIds ? null : all.map(({ approvalId }) => approvalId);
  let first = 0;
  for (; first + maxReportsPerMessage < reports.length; first += maxReportsPerMessage)
    await sendReports(reports.slice(first, first + maxReportsPerMessage), null);
  await sendReports(reports.slice(first), present);
}

/**
 * Shows the function's reports on their cards. An order counts as deleted once two lists in a row lack it: an order
 * that was created after the first list is in the second.
 */
export function createReportReceiver(
  approvals: Approvals,
  clock: () => number,
  log: (line: string) => void,
): ReportReceiver {
  let missingBefore: ReadonlySet<string> = new Set();
  return async (reports, present) => {
    for (const report of reports) {
      await applyReport(approvals, report).catch((error: unknown) => {
        // a store that is down fails every report; one bad record must not block the others every minute
        if (!isSlackApprovalError(error) || error.code.startsWith('store_')) throw error;
        log(`progress: the report of ${report.approvalId} was refused: ${error.message}`);
      });
    }
    if (present === null) return;
    const existing = new Set(present);
    const missing = (await approvalsWithOpenOrder(approvals, clock())).filter((id) => !existing.has(id));
    for (const id of missing) if (missingBefore.has(id)) await applyDeletion(approvals, id);
    missingBefore = new Set(missing);
  };
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
