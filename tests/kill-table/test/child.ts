// The program that is started as a process, and killed. It does what it is told by messages.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Approval, ApprovalEvents } from '@k8s-pizza/slack-approval';
import { type App, createApp, type StorePoint } from './app.js';
import { createHolds, type Hold } from './holds.js';
import type { KindName, Settings } from './settings.js';

/** Everything it can be told to do, and what it answers. */
export interface Orders {
  begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  set_clock: { readonly value: number; readonly answer: null };
  ask: {
    readonly value: { readonly kind: KindName; readonly key: string };
    readonly answer: { readonly approval: Approval<unknown>; readonly created: boolean };
  };
  process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
  settled: { readonly value: null; readonly answer: null };
  /** Stops at the `nth` place from now that is called this; `any` is every place. The report comes when it is reached. */
  stop_at: { readonly value: { readonly place: StorePoint | 'any'; readonly nth: number }; readonly answer: null };
  go_on: { readonly value: null; readonly answer: null };
  /** How many places around the store it has passed so far. */
  count_places: { readonly value: null; readonly answer: number };
}

export type ToChild = {
  readonly [Name in keyof Orders]: {
    readonly call: number;
    readonly order: Name;
    readonly value: Orders[Name]['value'];
  };
}[keyof Orders];

export type FromChild =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly call: number; readonly error: string }
  | { readonly type: 'stopped'; readonly place: string }
  | { readonly type: 'event'; readonly name: string; readonly approvalId: string | null }
  | { readonly type: 'logged'; readonly text: string };

const holds = createHolds();
let hold: Hold | null = null;
let now = 0;
let app: App | null = null;

function report(message: FromChild): void {
  process.send?.(message);
}

async function answerRequest({ approvals }: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = '', headers } = request;
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  const answer = await approvals.receive({ method, header, body: Buffer.concat(chunks) });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

async function begin(settings: Settings): Promise<Orders['begin']['answer']> {
  const silent = () => undefined;
  const log = (...parts: unknown[]) => report({ type: 'logged', text: JSON.stringify(parts) });
  now = settings.now;
  const begun = await createApp(settings, holds, () => now, { debug: silent, info: silent, warn: log, error: log });
  app = begun;
  for (const name of ['asked', 'approved', 'rejected', 'delivered', 'stuck'] satisfies (keyof ApprovalEvents)[])
    begun.approvals.on(name, ({ approval }) => report({ type: 'event', name, approvalId: approval.id }));
  const server = createServer((request, response) => {
    answerRequest(begun, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a server that listens on a port has an address with one
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` };
}

function begun(): App {
  if (app === null) throw new Error('this process was not told to begin');
  return app;
}

async function carryOut(message: ToChild): Promise<unknown> {
  switch (message.order) {
    case 'begin':
      return await begin(message.value);
    case 'set_clock':
      now = message.value;
      return null;
    case 'ask': {
      const { kind, key } = message.value;
      return await begun().kinds[kind].ask({ order: key }, { key, requester: 'alertmanager' });
    }
    case 'process_due':
      return await begun().approvals.processDue();
    case 'settled':
      await begun().approvals.settled();
      return null;
    case 'stop_at': {
      const { place, nth } = message.value;
      hold = holds.hold((passed) => place === 'any' || passed === place, nth);
      void hold.reached.then((reached) => report({ type: 'stopped', place: reached }));
      return null;
    }
    case 'go_on':
      hold?.goOn();
      return null;
    case 'count_places':
      return holds.passedCount();
    default:
      return message satisfies never;
  }
}

process.on('message', (message: ToChild) => {
  const { call } = message;
  carryOut(message).then(
    (value) => report({ type: 'answer', call, value }),
    (error: unknown) => report({ type: 'failed', call, error: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on('disconnect', () => process.exit());
// loads the client behind `fetch` now: it is part of a process that has been running for a while
await fetch('data:,');
report({ type: 'ready' });
