import type { SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { channel } from './demo-world.js';

type Message = ReturnType<SlackSimulator['messages']>[number];
type Button = Extract<Extract<Message['blocks'][number], { type: 'actions' }>['elements'][number], { type: 'button' }>;

/** A card for a terminal: its text as Slack's notifications show it, and its buttons. */
export function cardAsText({ text, blocks }: Message): string {
  const buttons = buttonsOf(blocks).map((button) => `[ ${button.text.text} ]`);
  const lines = [...readable(text).split('\n'), ...(buttons.length > 0 ? [buttons.join('  ')] : [])];
  return lines.map((line) => `  │ ${line}`).join('\n');
}

/** What can be pressed on a card now: `approve`, `reject`, `details`. */
export function verbsOn({ blocks }: Message): readonly string[] {
  return buttonsOf(blocks).map(({ action_id = '' }) => action_id.slice(action_id.lastIndexOf(':') + 1));
}

function buttonsOf(blocks: Message['blocks']): readonly Button[] {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .filter((element) => element.type === 'button');
}

/** Slack's date tokens by their fallback, people by their ids, and the three escapes undone. */
function readable(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@([A-Z0-9]+)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The cards that stand in the demo's channel, oldest first: without private replies, threads, and the card that stands for many. */
export function cardsIn(simulator: SlackSimulator): readonly SimulatedMessage[] {
  return simulator.messages(channel).filter((message) => isForAll(message) && !isSummary(message));
}

function isForAll({ ephemeralFor, threadTs }: SimulatedMessage): boolean {
  return ephemeralFor === null && threadTs === null;
}

/** A card begins with its title; what stands for many begins with a text. */
function isSummary({ blocks }: SimulatedMessage): boolean {
  return blocks[0]?.type === 'rich_text';
}
