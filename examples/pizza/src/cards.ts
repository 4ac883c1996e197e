import type { SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { channel } from './demo-world.js';

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
