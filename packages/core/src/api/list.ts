import type { Attention, Outcome } from '../domain/model/approval.js';
import { statuses } from '../domain/model/approval.js';
import { requesterIdOf } from '../domain/model/person.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../options/unknown-keys.js';
import type { Row, RowPage } from '../ports/approval-store.js';
import { readRow } from '../record/loaded.js';
import { queueOf, type Runtime } from '../runtime/runtime.js';
import { isReserved } from '../storage/reserved-row.js';
import { corruptView } from '../views/attention-view.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';
import { fullPage } from './full-page.js';

const maxListed = 100;
const defaultLimit = 50;
/** The values of a row's `attention`, the most serious first. */
const attentions = Object.keys({
  stuck: true,
  corrupt: true,
  delivery_dead: true,
  never_shown: true,
  card_failed: true,
  card_waiting: true,
} satisfies Record<Attention | 'corrupt', true>);

/** Which approvals to list: those that match every given field. */
export interface ApprovalQuery {
  readonly status?: 'pending' | Outcome;
  readonly kind?: string;
  /** The name of a system, or a Slack user id. */
  readonly requester?: string;
  /** true: only those that need someone's attention, the most serious problem first; false: only the others. */
  readonly attention?: boolean;
  /** `next` of the previous page. @default the first page */
  readonly after?: string | null;
  /** 1 to 100. @default 50 */
  readonly limit?: number;
}

/** One page of a list, newest first. It has `limit` approvals unless it is the last one. */
export interface ApprovalPage {
  readonly approvals: readonly ApprovalView<unknown>[];
  /** Pass it as `after` to get the next page; null: this is the last page. */
  readonly next: string | null;
}

const knownFields = {
  status: true,
  kind: true,
  requester: true,
  attention: true,
  after: true,
  limit: true,
} satisfies KnownKeys<ApprovalQuery>;

type StoreQuery = Parameters<Runtime['store']['list']>[0];

/** Lists a page of this namespace's approvals, newest first; with `attention: true`, grouped by problem. */
export async function list(app: Runtime, query: ApprovalQuery): Promise<ApprovalPage> {
  refuseUnknownKeys('list', query, knownFields, 'invalid_argument');
  const limit = readLimit(query.limit ?? defaultLimit);
  const filter: Omit<StoreQuery, 'limit'> = {
    ...(query.kind === undefined ? {} : { queue: queueOf(app.namespace, query.kind) }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.requester === undefined ? {} : { requesterId: requesterIdOf(query.requester ?? '') }),
  };
  const readRows = query.attention === true ? listAttention : listApprovals;
  const isWanted = (row: Row): boolean =>
    row.queue.startsWith(`${app.namespace}/`) && (query.attention !== false || row.attention === null);
  const { views, next } = await fullPage(
    {
      fetch: async (after, size) => await readRows(app, filter, after, size),
      viewOf: (row) => (isWanted(row) ? viewOf(row) : null),
    },
    query.after ?? null,
    limit,
  );
  return { approvals: views, next };
}

/** A limit that was read from a URL may be NaN: that becomes the default. */
function readLimit(limit: number): number {
  const whole = Math.trunc(limit);
  return Number.isNaN(whole) ? defaultLimit : Math.max(1, Math.min(whole, maxListed));
}

/** Internal rows sort after every approval, so the page where they begin is the last one. */
async function listApprovals(
  { store }: Runtime,
  filter: Omit<StoreQuery, 'limit'>,
  after: string | null,
  limit: number,
): Promise<RowPage> {
  const page = await store.list({ ...filter, after, limit });
  if (page.next === null) return page;
  const isUnfiltered = Object.keys(filter).length === 0;
  const isLast =
    page.rows.some(isReserved) ||
    (isUnfiltered && (await store.list({ after: page.next, limit: 1 })).rows.every(isReserved));
  return isLast ? { ...page, next: null } : page;
}

/** Runs one store query per problem. The cursor starts with the index of the current one. */
async function listAttention(
  app: Runtime,
  filter: Omit<StoreQuery, 'limit'>,
  after: string | null,
  limit: number,
): Promise<RowPage> {
  const [start, cursor] = readCursor(after);
  const rows: Row[] = [];
  let from: string | null = cursor;
  for (let index = start; index < attentions.length; index += 1) {
    const attention = attentions[index];
    if (attention === undefined) break;
    const page = await app.store.list({ ...filter, attention, after: from, limit: limit - rows.length });
    rows.push(...page.rows);
    if (page.next !== null) return { rows, next: `${index}:${page.next}` };
    from = null;
    if (rows.length >= limit && index + 1 < attentions.length) return { rows, next: `${index + 1}:` };
  }
  return { rows, next: null };
}

function readCursor(after: string | null): readonly [index: number, cursor: string | null] {
  if (after === null) return [0, null];
  const [, index, cursor = ''] = /^(\d):(.*)$/s.exec(after) ?? [];
  if (index === undefined || Number(index) >= attentions.length)
    throw new SlackApprovalError(
      'invalid_argument',
      '`after` must be the `next` of the previous page, got another text.',
    );
  return [Number(index), cursor === '' ? null : cursor];
}

/** Null for a record of a newer release, which this one cannot read. */
function viewOf(row: Row): ApprovalView<unknown> | null {
  const found = readRow(row);
  if (found.type === 'loaded') return toApproval(found.record);
  return row.attention === 'corrupt' ? outlineOf(row) : null;
}

/** Shows a record that cannot be read by the row's columns, so that it appears in the list of problems. */
function outlineOf({ id, queue, status: text, requesterId, askedAt }: Row): ApprovalView<unknown> | null {
  const status = statuses.find((known) => known === text);
  if (status === undefined) return null;
  return {
    id,
    kind: queue.slice(queue.indexOf('/') + 1),
    key: null,
    status,
    revision: 0,
    digest: '',
    payload: null,
    requester: requesterId ?? '',
    onBehalfOf: null,
    askedAt,
    expiresAt: null,
    stage: null,
    decision: null,
    votes: [],
    delivery: { state: 'none', attemptCount: 0, nextAt: null, lastProblem: null, result: undefined },
    progress: [],
    copies: [],
    attention: corruptView,
  };
}
