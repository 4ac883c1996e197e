import type { Approval } from '@k8s-pizza/slack-approval';
import type { SimulatedView } from '@k8s-pizza/slack-simulator';
import type { KnownBlock } from '@slack/types';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, type Order, present, second, type World, type WorldOptions } from '../world/world.js';

export const alice = 'U0ALICE';
const prefix = 'approval:default';

type Asked = Pick<Approval<unknown>, 'id' | 'digest'>;

/** A world whose cards have titles of their own, and whose first approval is the oldest. */
export async function withOrders(sizes: readonly string[], options: WorldOptions = {}) {
  const card = ({ size }: Order) => ({ title: `Order a ${size} pizza?`, fields: { Size: size } });
  const world = await createWorld({ ...options, kind: { card, ...options.kind } });
  const approvals: Approval<Order>[] = [];
  for (const size of sizes) {
    world.clock.advance(second);
    approvals.push(await world.ask({ size }));
  }
  return { world, approvals };
}

export async function openHome(world: World, userId = alice): Promise<SimulatedView> {
  const view = world.slack.home(userId);
  const before = view === null ? {} : { view: { private_metadata: view.privateMetadata } };
  await world.slack.event({ type: 'app_home_opened', user: userId, tab: 'home', channel: 'D0HOME', ...before });
  return homeOf(world, userId);
}

export function homeOf({ slack }: World, userId = alice): SimulatedView {
  return present(slack.home(userId));
}

/** The titles of the rows that the Home shows, from top to bottom. */
export function rowsIn({ blocks }: Pick<SimulatedView, 'blocks'>): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'rich_text' ? [textsIn(block)[0] ?? ''] : []));
}

/** Which of the approvals have a box to tick. */
export function selectable({ blocks }: Pick<SimulatedView, 'blocks'>): readonly string[] {
  return objectsIn(blocks).flatMap(({ type, options }) =>
    type === 'checkboxes' ? objectsIn(options).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])) : [],
  );
}

export async function choose(world: World, what: 'list' | 'kind', option: string, userId = alice) {
  const { id: viewId } = homeOf(world, userId);
  await world.slack.click({ userId, viewId, actionId: `${prefix}:choose:${what}`, option });
  return homeOf(world, userId);
}

export async function turn(world: World, to: 'next' | 'previous', userId = alice) {
  const { id: viewId } = homeOf(world, userId);
  await world.slack.click({ userId, viewId, actionId: `${prefix}:${to}_page` });
  return homeOf(world, userId);
}

export async function tick(world: World, { id, digest }: Asked, userId = alice) {
  const { id: viewId } = homeOf(world, userId);
  const blockId = `row:${id}:${digest.slice(-16)}`;
  return await world.slack.click({ userId, viewId, actionId: `${prefix}:select`, options: [id], blockId });
}

export async function pressApprove(world: World, userId = alice) {
  return await world.slack.click({
    userId,
    viewId: homeOf(world, userId).id,
    actionId: `${prefix}:approve_selected`,
  });
}

/** Opens the Home, ticks these and opens the form for them. */
export async function openForm(world: World, approvals: readonly Asked[], userId = alice): Promise<SimulatedView> {
  await openHome(world, userId);
  for (const approval of approvals) await tick(world, approval, userId);
  await pressApprove(world, userId);
  return topOf(world, userId);
}

export function topOf({ slack }: World, userId = alice): SimulatedView {
  return present(slack.views(userId).at(-1));
}

export async function submit(world: World, values: Readonly<Record<string, string>> = {}, userId = alice) {
  const sent = await world.slack.submit({ userId, viewId: topOf(world, userId).id, values });
  await world.work();
  return sent;
}

/** What the modal on top says, a text for each block. */
export function said(world: World, userId = alice): readonly string[] {
  return topOf(world, userId).blocks.map((block) => textsIn(block).join(' '));
}

function textsIn(block: KnownBlock): readonly string[] {
  return objectsIn(block).flatMap(({ type, text, user_id: userId }) => {
    if (type === 'user') return [`@${userId}`];
    return typeof text === 'string' ? [text.trim()] : [];
  });
}
