// The answers to slash commands and messages, and how a reply is built.

import type { Approval, Approvals, Kind } from '@k8s-pizza/slack-approval';
import {
  dateLeaf,
  escapeMrkdwn,
  link,
  linkLeaf,
  mention,
  type RichTextLeaf,
  richText,
  richTextList,
  richTextSection,
  slackDate,
  textLeaf,
} from '@k8s-pizza/slack-approval/blocks';
import { sendTest, type TestedAlerts } from './answer-alerts.js';
import { resultWithin } from './http-server.js';
import type { ClusterView } from './orders.js';
import { type Asked, askAs, countOf, summaryOf } from './pizza-kinds.js';
import {
  type OrderSpec,
  type PizzaOrder,
  type PizzaParty,
  parseParty,
  parsePizza,
  priceOf,
  readOrder,
  stageNames,
  toPayload,
  trackerStages,
} from './pizza-order.js';
import { approvalOf, type PizzaOrderResource, placeAtOf } from './pizza-order-resource.js';

/** A person who uses a command, and the workspace they use it in. */
export interface Person {
  readonly userId: string;
  readonly teamId: string | null;
}

/** Whether a person may use the app: members of its workspace may. `refusal` tells everyone else why not. */
export type Access =
  | { readonly type: 'member' }
  | { readonly type: 'bot' }
  | { readonly type: 'refused'; readonly refusal: string };

/** The workspace that the app is installed in. */
export interface Workspace {
  checkAccess(person: Person): Promise<Access>;
  /** The URL of a card, or null if Slack does not say. */
  cardUrl(copy: { readonly channelId: string; readonly ts: string | null }): Promise<string | null>;
}

/** What commands and messages are answered from. */
export interface CommandContext {
  readonly approvals: Approvals;
  readonly kind: Kind<PizzaOrder, PizzaOrder>;
  readonly party: Kind<PizzaParty, PizzaParty>;
  /** What is ordered if a person names nothing else. */
  readonly order: OrderSpec;
  /** US dollars. */
  readonly maxPrice: string;
  /** When shifts start, as times of day in UTC. */
  readonly shiftStarts: PizzaOrder['shiftStarts'];
  /** Null: this app reaches no cluster. */
  readonly cluster: ClusterView | null;
  /** The app's own route for alerts, and its token. */
  readonly alerts: TestedAlerts;
  readonly workspace: Workspace;
  readonly clock: () => number;
}

const maxCounted = 100;

/** `/pizza status`: the cluster, the orders under way, and the approvals that need attention. */
export async function showStatus(context: CommandContext): Promise<Reply> {
  const [cluster, approvals] = await Promise.all([clusterStatus(context), approvalStatus(context)]);
  return joinReplies(cluster, approvals);
}

async function clusterStatus(context: CommandContext): Promise<Reply> {
  if (context.cluster === null) return reply(['This app reaches no cluster.']);
  const [version, orders] = await Promise.all([context.cluster.version(), context.cluster.orders()]);
  const reached = 'problem' in version ? version.problem : `The cluster is reachable: Kubernetes ${version.value}.`;
  if ('problem' in orders) {
    // if both calls failed for the same reason, it is said once
    return reached === orders.problem ? reply([reached]) : joinReplies(reply([reached]), reply([orders.problem]));
  }
  const open = orders.value.filter((order) => orderState(order).isOpen);
  const lines = await Promise.all(open.map((order) => orderLine(context, order)));
  return joinReplies(reply([reached]), reply([`Orders under way: ${open.length}.`], lines));
}

async function approvalStatus({ approvals }: CommandContext): Promise<Reply> {
  const [pending, attention] = await Promise.all([
    approvals.list({ status: 'pending', limit: maxCounted }),
    approvals.list({ attention: true, limit: maxCounted }),
  ]);
  const dead = attention.approvals.filter(({ delivery }) => delivery.state === 'dead').length;
  const countOf = (count: number, next: string | null): string => (next === null ? `${count}` : `${count} or more`);
  return reply([
    `Approvals that wait for an answer: ${countOf(pending.approvals.length, pending.next)}. `,
    `Decisions that were never carried out: ${countOf(dead, attention.next)}.`,
  ]);
}

const maxOrdersShown = 10;

/** `/pizza orders`: the newest orders in the cluster. */
export async function showOrders(context: CommandContext): Promise<Reply> {
  if (context.cluster === null) return reply(['This app reaches no cluster. The cards show how far orders are.']);
  const answer = await context.cluster.orders();
  if ('problem' in answer) return reply([answer.problem]);
  const all = answer.value;
  if (all.length === 0) return reply(['There is no order in the cluster.']);
  const lines = await Promise.all(all.slice(0, maxOrdersShown).map((order) => orderLine(context, order)));
  const isCut = all.length > maxOrdersShown;
  return reply([isCut ? `The newest ${maxOrdersShown} of ${all.length} orders:` : 'The orders:'], lines);
}

/** `/pizza order`: asks for a pizza. The person is the requester, so someone else has to approve it. */
export async function askForPizza(context: CommandContext, { userId }: Person, text: string): Promise<Reply> {
  const { kind, order, maxPrice, shiftStarts } = context;
  const pizza = parsePizza(text, order);
  if ('problem' in pizza) return reply([pizza.problem]);
  const asked = await askAs(userId, kind, { ...toPayload({ ...order, ...pizza }), maxPrice, shiftStarts });
  return askedReply(context, asked, `a ${pizza.size} pizza with ${pizza.toppings.join(', ')}`);
}

/** `/pizza party`: asks for the pizzas of a party. */
export async function askForParty(context: CommandContext, { userId }: Person, text: string): Promise<Reply> {
  const { party, order, shiftStarts } = context;
  const read = parseParty(text, order);
  if ('problem' in read) return reply([read.problem]);
  const { pizzas, ...pizza } = read;
  const maxPrice = priceOf(pizzas, context.maxPrice);
  const asked = await askAs(userId, party, { ...toPayload({ ...order, ...pizza }), pizzas, maxPrice, shiftStarts });
  return askedReply(context, asked, `${countOf(pizzas)}, ${pizza.size}, with ${pizza.toppings.join(', ')}`);
}

async function askedReply(context: CommandContext, asked: Asked, what: string): Promise<Reply> {
  if ('problem' in asked) return reply([asked.problem]);
  return reply([
    `Asked for ${what} (`,
    textLeaf(asked.id, { code: true }),
    ')',
    ...(await newCardLink(context, asked.id)),
    '. Someone else has to approve it.',
  ]);
}

/**
 * `/pizza test`: sends the app a notification as Alertmanager would, marked as a test. Everything after it is real, up
 * to a PizzaOrder with `placeOrder: false`.
 */
export async function sendTestAlert(context: CommandContext, person: Person): Promise<Reply> {
  const { alerts, clock } = context;
  const send = (status: 'firing' | 'resolved') => sendTest(alerts, { userId: person.userId, status, now: clock() });
  const first = await send('firing');
  if (first !== null && (await context.approvals.get(first))?.status === 'pending') return testReply(context, first);
  // the person's last test was answered: resolve it, and fire again
  await send('resolved');
  const again = await send('firing');
  if (again === null) return reply(['The app refused its own test alert. Its log says why.']);
  return testReply(context, again);
}

async function testReply(context: CommandContext, approvalId: string): Promise<Reply> {
  return reply([
    'A test alert was sent through the whole path. It asks as ',
    textLeaf(approvalId, { code: true }),
    ...(await newCardLink(context, approvalId)),
    '. Approve it to create a PizzaOrder with placeOrder: false: nothing is paid or baked.',
  ]);
}

/**
 * Lists what waits for a person.
 *
 * @param publicChannelId - the channel where others read the answer: only cards that are in it are listed. Null: only
 * the person reads it
 */
export async function listWaiting(
  context: CommandContext,
  { userId, teamId }: Person,
  publicChannelId: string | null,
): Promise<Reply> {
  const channel = publicChannelId === null ? {} : { channelId: publicChannelId };
  const { approvals, isPartial } = await context.approvals.pendingFor({ userId, teamId, enterpriseId: null }, channel);
  const listed = approvals.filter(
    ({ copies }) => publicChannelId === null || copies.some(({ channelId }) => channelId === publicChannelId),
  );
  const elsewhere = approvals.length - listed.length;
  const lines = await Promise.all(listed.map((approval) => waitingLine(context, approval)));
  const count = approvals.length === 0 ? 'Nothing is waiting for you.' : `Waiting for you: ${approvals.length}.`;
  return joinReplies(
    reply([count], lines),
    ...(elsewhere > 0 ? [reply([`${elsewhere} of them in other places: send me a direct message to see them.`])] : []),
    ...(isPartial ? [reply(['Only the newest open questions were checked.'])] : []),
    ...(publicChannelId === null
      ? [reply(['Questions that anyone in a channel may answer are not listed here: they wait in their channel.'])]
      : []),
  );
}

async function waitingLine(context: CommandContext, { id, kind, payload, copies }: Approval<unknown>): Promise<Line> {
  const order = readOrder({ kind, payload });
  const name = order === null ? kind : (order.alert?.name ?? countOf(order.pizzas ?? 1));
  const { summary } = order === null ? {} : summaryOf(order);
  const [copy] = copies;
  const url = copy === undefined ? null : await context.workspace.cardUrl(copy);
  const card = url === null ? textLeaf(id, { code: true }) : linkLeaf(url, 'Open its card');
  return [summary === undefined ? `${name} ` : `${name}: ${summary} `, card];
}

const instantLeaf = (at: string): RichTextLeaf => dateLeaf(Date.parse(at), '{date_short_pretty} {time}');

/** How far an order is. */
function orderState(order: PizzaOrderResource): { readonly isOpen: boolean; readonly words: Line } {
  const { spec, status } = order;
  const placeAt = placeAtOf(order);
  if (placeAt !== null) return { isOpen: true, words: ['for the next shift, at ', instantLeaf(placeAt)] };
  if (!spec.placeOrder) return { isOpen: false, words: ['a test, not placed'] };
  const stage = trackerStages.findLast((one) => status.tracker[one] !== undefined);
  if (stage === undefined) return { isOpen: true, words: [status.placed === true ? 'placed' : 'not placed yet'] };
  if (stage === 'delivered') return { isOpen: false, words: ['delivered'] };
  return { isOpen: true, words: [`${stageNames[stage]} since `, instantLeaf(status.tracker[stage] ?? '')] };
}

/** An order in a list: its name, how far it is, its price, and a link to its card. */
async function orderLine(context: CommandContext, order: PizzaOrderResource): Promise<Line> {
  const { price } = order.status;
  return [
    textLeaf(order.metadata.name, { code: true }),
    ': ',
    ...orderState(order).words,
    ...(price === undefined ? [] : [`, ${price}`]),
    ...(await cardLink(context, approvalOf(order)?.id ?? null)),
  ];
}

const cardWithinMs = 1_000;

/** The link to a card that is about to be posted. */
async function newCardLink(context: CommandContext, approvalId: string): Promise<Line> {
  await resultWithin(context.approvals.flush(), cardWithinMs);
  return await cardLink(context, approvalId);
}

async function cardLink({ approvals, workspace }: CommandContext, approvalId: string | null): Promise<Line> {
  const copy = approvalId === null ? undefined : (await approvals.get(approvalId))?.copies[0];
  if (copy === undefined) return [];
  const url = await workspace.cardUrl(copy);
  if (url !== null) return [', ', linkLeaf(url, 'its card')];
  return [', its card is in ', { type: 'channel', channel_id: copy.channelId }];
}

/** An answer to a person: blocks, and the same as text for notifications. */
export interface Reply {
  readonly text: string;
  readonly blocks: readonly ReturnType<typeof richText>[];
}

/** One line. A string in it is plain text: Slack never parses it. */
type Line = readonly RichTextLeaf[];

const maxItems = 15;

/** Makes an answer of a sentence and a list, which is cut after 15 items. */
export function reply(first: Line, items: readonly Line[] = []): Reply {
  const omitted = items.length - maxItems;
  const list = omitted > 0 ? [...items.slice(0, maxItems), [`and ${omitted} more`]] : items;
  return {
    text: [first, ...list].map((line) => line.map(leafText).join('')).join('\n'),
    blocks: [richText([richTextSection(first), ...(list.length > 0 ? [richTextList(list)] : [])])],
  };
}

/** Joins several answers to one. */
export function joinReplies(...replies: readonly Reply[]): Reply {
  return { text: replies.map(({ text }) => text).join('\n'), blocks: replies.flatMap(({ blocks }) => blocks) };
}

function leafText(leaf: RichTextLeaf): string {
  if (typeof leaf === 'string') return escapeMrkdwn(leaf);
  switch (leaf.type) {
    case 'text':
      return escapeMrkdwn(leaf.text);
    case 'link':
      return link(leaf.url, leaf.text ?? leaf.url);
    case 'user':
      return mention(leaf.user_id);
    case 'channel':
      return `<#${leaf.channel_id}>`;
    case 'date':
      return slackDate(leaf.timestamp * 1_000, leaf.format, leaf.fallback);
    default:
      return '';
  }
}
