import { AssertionError } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import type { Approval, Approvals } from '@k8s-pizza/slack-approval';
import type { SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-simulator';

/** One message that shows an approval, as it is now. */
export interface TestCard {
  /** The id of the approval. */
  readonly id: string;
  readonly approval: Approval<unknown>;
  readonly channelId: string;
  readonly ts: string;
  /** What a notification shows of it: the title, and what became of it. */
  readonly text: string;
  readonly blocks: SimulatedMessage['blocks'];
}

/** Which cards are meant: those that match every given field. */
export interface CardQuery {
  /** Part of what the card shows, or a pattern of it. */
  readonly text?: string | RegExp;
  /** The id of a channel, or of a person for their direct messages. */
  readonly channel?: string;
  readonly kind?: string;
  readonly key?: string;
  readonly status?: Approval<unknown>['status'];
}

/** Where cards are found. */
export interface CardSources {
  readonly approvals: Approvals;
  readonly slack: SlackSimulator;
  /** Does the work that is due. */
  readonly settle: () => Promise<void>;
}

/** Lists every approval, the oldest first. */
async function allApprovals({ list }: Approvals): Promise<readonly Approval<unknown>[]> {
  const found: Approval<unknown>[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof list>> = await list({ after, limit: 100 });
    found.push(...page.approvals);
    after = page.next;
    if (after === null) return found.sort((one, other) => one.askedAt - other.askedAt);
  }
}

function cardsOf(approval: Approval<unknown>, slack: SlackSimulator): readonly TestCard[] {
  return approval.copies.flatMap(({ channelId, ts }) => {
    const message = slack.messages(channelId).find((one) => one.ts === ts);
    if (message === undefined || ts === null) return [];
    return { id: approval.id, approval, channelId, ts, text: message.text, blocks: message.blocks };
  });
}

/** Collects what the blocks of a card say. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'string' ? (name === 'text' ? [part] : []) : textsIn(part),
  );
}

function matches(card: TestCard, { text, channel, kind, key, status }: CardQuery, slack: SlackSimulator): boolean {
  const { approval } = card;
  const shown = [card.text, ...textsIn(card.blocks)];
  const isShown = (one: string) => (text instanceof RegExp ? new RegExp(text).test(one) : one.includes(text ?? ''));
  // the direct messages of a person are a channel with another id
  const isThere = channel === undefined || slack.messages(channel).some(({ ts }) => ts === card.ts);
  return (
    shown.some(isShown) &&
    isThere &&
    [kind ?? approval.kind, key ?? approval.key, status ?? approval.status].join('\n') ===
      [approval.kind, approval.key, approval.status].join('\n')
  );
}

/** Finds the cards that match, once the work that is due is done. */
export async function findCards(sources: CardSources, query: CardQuery = {}): Promise<readonly TestCard[]> {
  await sources.settle();
  const approvals = await allApprovals(sources.approvals);
  return approvals
    .flatMap((approval) => cardsOf(approval, sources.slack))
    .filter((card) => matches(card, query, sources.slack));
}

/** A program asks when it gets to it: so long is waited for its card, in real time. */
const maxLooks = 50;
const pauseMs = 20;

/**
 * Finds the one card that matches.
 *
 * @throws {AssertionError} none or more than one matches within a second; the message lists the cards that are there
 */
export async function findCard(sources: CardSources, query: CardQuery): Promise<TestCard> {
  for (let look = 1; ; look += 1) {
    const [card, ...others] = await findCards(sources, query);
    if (card !== undefined && others.length === 0) return card;
    if (card === undefined && look < maxLooks) await pause(pauseMs);
    else throw await noSuchCard(sources, query, card === undefined ? 0 : 1 + others.length);
  }
}

async function noSuchCard(sources: CardSources, query: CardQuery, count: number): Promise<AssertionError> {
  const fields = Object.entries(query).filter(([, value]) => value !== undefined);
  const wanted = fields.map(([name, value]) => `${name} ${value instanceof RegExp ? value : JSON.stringify(value)}`);
  const found = count === 0 ? 'no card does' : `${count} cards do`;
  const expected = wanted.length === 0 ? 'Exactly one card was expected' : `One card must have ${wanted.join(', ')}`;
  return new AssertionError({
    message: `${expected}: ${wanted.length === 0 ? `there are ${count}` : found}.\n${await describeAll(sources)}`,
    operator: 'expectCard',
  });
}

/** Says what cards there are, and which are not posted. */
export async function describeAll({ approvals, slack }: CardSources): Promise<string> {
  const lines = (await allApprovals(approvals)).flatMap((approval) => {
    const cards = cardsOf(approval, slack).map((card) => `  ${card.channelId}: ${describe(card)}`);
    const missing = approval.copies
      .filter(({ ts }) => ts === null)
      .map(({ channelId, problem }) => `  ${channelId}: not posted (${problem ?? 'it waits'}), ${partsOf(approval)}`);
    return [...cards, ...missing];
  });
  return lines.length === 0 ? 'No program has asked.' : `The cards are:\n${lines.join('\n')}`;
}

export function describe({ text, approval }: TestCard): string {
  return `${JSON.stringify(text)}, ${partsOf(approval)}`;
}

function partsOf({ kind, key, status }: Approval<unknown>): string {
  return [`kind ${JSON.stringify(kind)}`, ...(key === null ? [] : [`key ${JSON.stringify(key)}`]), status].join(', ');
}
