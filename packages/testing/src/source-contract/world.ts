import { AssertionError } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import { type SimulatedMessage, SimulatorError, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { createTestApprovals } from '../create-test-approvals.js';
import type { SourceRun, SourceUnderTest, StartSource } from './source-under-test.js';

const channelId = 'C0PIZZA';
const approverId = 'U0ALICE';
const key = 'deploy-42';

/** Programs that ask about one thing, and the person who answers. */
export interface AskingWorld {
  /** What was done, in this order. */
  readonly done: readonly string[];
  /** Runs a program that asks under the one key. */
  run(argument: string): SourceRun;
  /** Does the work that is due. */
  settle(): Promise<void>;
  /** The cards in the channel, also the decided ones. */
  cards(): readonly SimulatedMessage[];
  /** Waits for a card beside these. */
  nextCard(known?: readonly SimulatedMessage[]): Promise<SimulatedMessage>;
  /** Waits until this is not null. */
  until<Value>(what: string, look: () => Value | null | Promise<Value | null>): Promise<Value>;
  /** Waits for the end of the run. @returns what the program was told */
  endOf(run: SourceRun): Promise<string>;
  /** @returns false if nothing took the click: Slack showed an error */
  approve(card: SimulatedMessage): Promise<boolean>;
  reject(card: SimulatedMessage, reason: string): Promise<void>;
}

type CloseAfter = (close: () => Promise<unknown>) => void;

/** A program in another process takes a while to start. */
const defaultWithinMs = 20_000;
const pauseMs = 20;

/** @param withinMs - how long to wait for something */
export async function createAskingWorld(
  start: StartSource,
  closeAfter: CloseAfter,
  withinMs = defaultWithinMs,
): Promise<AskingWorld> {
  const world = await createTestApprovals();
  closeAfter(() => world.close());
  const { approvals, slack, clock, settle } = world;
  const source = await start({ approvals, slack, clock, channelId, approverId });
  closeAfter(() => source.close());
  const until = createUntil(settle, withinMs);
  return { settle, until, ...programs(source, closeAfter), ...person(slack, until) };
}

function programs(source: SourceUnderTest, closeAfter: CloseAfter) {
  const done: string[] = [];
  return {
    done,
    run(argument) {
      const run = source.run({ key, argument, work: (given) => void done.push(given) });
      // one that was killed may never be told anything
      run.told.catch(() => undefined);
      closeAfter(() => run.kill());
      return run;
    },
  } satisfies Partial<AskingWorld>;
}

function createUntil(settle: () => Promise<void>, withinMs: number): AskingWorld['until'] {
  return async (what, look) => {
    for (let waitedMs = 0; ; waitedMs += pauseMs) {
      await settle();
      const found = await look();
      if (found !== null) return found;
      if (waitedMs >= withinMs) throw new AssertionError({ message: `${what}: not within ${withinMs / 1_000} s.` });
      await pause(pauseMs);
    }
  };
}

function person(slack: SlackSimulator, until: AskingWorld['until']) {
  const press = async (card: SimulatedMessage, answer: 'approve' | 'reject'): Promise<boolean> => {
    const [actionId = ''] = new RegExp(`approval:[^":]+:${answer}\\b`).exec(JSON.stringify(card.blocks)) ?? [];
    const click = slack.click({ userId: approverId, channelId, ts: card.ts, actionId });
    // the simulator refuses a click while no one is connected by Socket Mode; Slack shows the person an error
    return await click.then(({ failure }) => failure === null, isNotConnected);
  };
  const cards = () => slack.messages(channelId).filter(isCard);
  return {
    cards,
    nextCard: async (known = []) =>
      await until('A card', () => cards().find(({ ts }) => known.every((one) => one.ts !== ts)) ?? null),
    async endOf({ told }) {
      const ended = told.then((text) => ({ text }));
      return (await until('The end of the program', () => Promise.race([ended, null]))).text;
    },
    approve: async (card) => await press(card, 'approve'),
    async reject(card, reason) {
      const before = slack.views(approverId).map(({ id }) => id);
      await press(card, 'reject');
      const form = await until(
        'The form for the reason',
        () => slack.views(approverId).find(({ id }) => !before.includes(id)) ?? null,
      );
      await slack.submit({ userId: approverId, viewId: form.id, values: { reason } });
    },
  } satisfies Partial<AskingWorld>;
}

/** @returns false: the click was not taken. @throws any other error */
function isNotConnected(error: unknown): false {
  if (error instanceof SimulatorError && error.code === 'no_request_url') return false;
  throw error;
}

function isCard({ blocks, ephemeralFor, threadTs }: SimulatedMessage): boolean {
  return ephemeralFor === null && threadTs === null && JSON.stringify(blocks).includes('"approval:');
}
