import type { HistoryEntry } from '@k8s-pizza/slack-approval';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { type FixedClock, fixedClock } from '@k8s-pizza/slack-approval-testing';
import {
  createSlackSimulator,
  type Sent,
  type SimulatedMessage,
  type SlackSimulator,
} from '@k8s-pizza/slack-simulator';
import { createSlackGate, type SlackGate } from 'test-processes/slack/slack-gate';
import type { StorePlace } from 'test-processes/store/store-places';
import { type AppProcess, startAppProcess } from './app-process.js';
import type { KindName } from './kinds.js';
import { createReceiver, type Receiver } from './receiver.js';

const channelId = 'C0PIZZA';
export const minute = 60_000;

/** The parts of a stored record that the tests look at. */
interface StoredRecord {
  readonly history: readonly HistoryEntry[];
  readonly approval: {
    readonly status: string;
    readonly votes: readonly { readonly by: { readonly userId: string }; readonly answer: string }[];
    readonly decision?: unknown;
    readonly delivery?: { readonly state: string };
    readonly work: {
      readonly unchecked: readonly unknown[];
      readonly notices: readonly unknown[];
      readonly copies: readonly {
        readonly ts: string | null;
        readonly state: string;
        readonly wanted: number;
        readonly shown: number;
      }[];
    };
  };
}

/** One store, one Slack, one receiver, and any number of processes between them, all on one clock that is moved by hand. */
export interface World {
  readonly slack: SlackSimulator;
  readonly receiver: Receiver;
  readonly gate: SlackGate;
  readonly clock: FixedClock;
  start(): Promise<AppProcess>;
  /** One that reaches Slack through the gate, so that it can be killed in the middle of a call. */
  startBehindGate(): Promise<AppProcess>;
  /** Moves the clock of every process. */
  advance(ms: number): Promise<void>;
  row(id: string): Promise<Row | null>;
  record(id: string): Promise<StoredRecord>;
  /** What every person in the channel sees, oldest first. */
  cards(): readonly SimulatedMessage[];
  /** The cards of one approval. */
  cardsOf(id: string): readonly SimulatedMessage[];
  /** The private messages to this person in the channel. */
  told(userId: string): readonly string[];
  click(app: AppProcess, userId: string, ts: string, verb: 'approve' | 'reject'): Promise<Sent>;
  /** Asks, and waits for the card. */
  asked(app: AppProcess, kind: KindName, key?: string): Promise<{ readonly id: string; readonly ts: string }>;
  /** Where clicks go from now on. */
  sendTo(app: AppProcess): void;
  urlOf(app: AppProcess): string;
  close(): Promise<void>;
}

export function isOpen(card: SimulatedMessage): boolean {
  return JSON.stringify(card.blocks).includes('approval:default:approve');
}

export async function createWorld(place: StorePlace, program: string): Promise<World> {
  const clock = fixedClock(Date.UTC(2026, 0, 1, 10));
  const slack = await createSlackSimulator({ clock });
  const [gate, receiver] = await Promise.all([createSlackGate(slack.apiUrl), createReceiver()]);
  const apps = new Map<AppProcess, string>();

  const startWith = async (apiUrl: string): Promise<AppProcess> => {
    const app = await startAppProcess(program);
    const { botToken, signingSecret } = slack;
    const settings = {
      store: place.settings,
      now: clock(),
      apiUrl,
      botToken,
      signingSecret,
      receiverUrl: receiver.url,
    };
    apps.set(app, (await app.tell('begin', settings)).url);
    return app;
  };
  const cards = () => slack.messages(channelId).filter((message) => message.ephemeralFor === null);
  const cardsOf = (id: string) => cards().filter(({ blocks }) => JSON.stringify(blocks).includes(id));
  const urlOf = (app: AppProcess) => apps.get(app) ?? '';
  const sendTo = (app: AppProcess) => {
    slack.requestUrl = urlOf(app);
  };

  return {
    slack,
    receiver,
    gate,
    clock,
    start: () => startWith(slack.apiUrl),
    startBehindGate: () => startWith(gate.apiUrl),
    async advance(ms) {
      clock.advance(ms);
      const alive = [...apps.keys()].filter((app) => app.isAlive);
      await Promise.all(alive.map((app) => app.tell('set_clock', clock())));
    },
    row: place.readRow,
    record: async (id) => JSON.parse((await place.readRow(id))?.body ?? 'null'),
    cards,
    cardsOf,
    told: (userId) =>
      slack.messages(channelId).flatMap(({ ephemeralFor, text }) => (ephemeralFor === userId ? [text] : [])),
    click(app, userId, ts, verb) {
      sendTo(app);
      return slack.click({ userId, channelId, ts, actionId: `approval:default:${verb}` });
    },
    async asked(app, kind, key = 'order 1') {
      const { approval } = await app.ask(kind, key);
      await app.settled();
      return { id: approval.id, ts: cardsOf(approval.id).at(-1)?.ts ?? '' };
    },
    sendTo,
    urlOf,
    async close() {
      await Promise.all([...apps.keys()].map((app) => app.kill()));
      await Promise.all([slack.close(), gate.close(), receiver.close()]);
      await place.close();
    },
  };
}
