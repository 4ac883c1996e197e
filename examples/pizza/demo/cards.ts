import type { Sent, SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-simulator';
import { channel } from './demo-world.js';

type Message = ReturnType<SlackSimulator['messages']>[number];
type Button = Extract<Extract<Message['blocks'][number], { type: 'actions' }>['elements'][number], { type: 'button' }>;

/** Formats a card for a terminal: its notification text, and its buttons. */
export function cardAsText({ text, blocks }: Message): string {
  const buttons = buttonsOf(blocks).map((button) => `[ ${button.text.text} ]`);
  const lines = [...readable(text).split('\n'), ...(buttons.length > 0 ? [buttons.join('  ')] : [])];
  return lines.map((line) => `  │ ${line}`).join('\n');
}

/** The buttons on a card: its choices, such as `now` and `no`, and `details`. Each by its short name. */
export function actionsOn({ blocks }: Message): ReadonlyMap<string, string> {
  return new Map(buttonsOf(blocks).map(({ action_id: id = '' }) => [id.slice(id.lastIndexOf(':') + 1), id] as const));
}

function buttonsOf(blocks: Message['blocks']): readonly Button[] {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .filter((element) => element.type === 'button');
}

/** Clicks a button, and submits the form in which an approver can change the size. */
export async function clickAndSubmit(
  simulator: SlackSimulator,
  click: Parameters<SlackSimulator['click']>[0],
  values: Readonly<Record<string, string>> = {},
): Promise<Sent> {
  const { userId, actionId } = click;
  const sent = await simulator.click(click);
  const form = simulator.views(userId).at(-1);
  if (form === undefined || !actionId.includes(':approve:')) return sent;
  return await simulator.submit({ userId, viewId: form.id, values });
}

/** Replaces date tokens with their fallback and mentions with ids, and undoes Slack's three escapes. */
function readable(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(?:@|!subteam\^)([A-Z0-9]+)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The cards in the demo's channel, oldest first, without private replies, threads and summary cards. */
export function cardsIn(simulator: SlackSimulator): readonly SimulatedMessage[] {
  return simulator.messages(channel).filter((message) => isPublic(message) && !isSummary(message));
}

function isPublic({ ephemeralFor, threadTs }: SimulatedMessage): boolean {
  return ephemeralFor === null && threadTs === null;
}

/** A card begins with a title, a summary card with rich text. */
function isSummary({ blocks }: SimulatedMessage): boolean {
  return blocks[0]?.type === 'rich_text';
}
