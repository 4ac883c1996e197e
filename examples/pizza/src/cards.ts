import type { SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { channel } from './demo-world.js';

/** The cards that stand in the demo's channel, oldest first: without private replies and threads. */
export function cardsIn(simulator: SlackSimulator): readonly SimulatedMessage[] {
  return simulator.messages(channel).filter(({ ephemeralFor, threadTs }) => ephemeralFor === null && threadTs === null);
}
