import { readFileSync, writeFileSync } from 'node:fs';
import { type Approvals, createApprovals, user } from '@k8s-pizza/slack-approval';
import { fixedClock, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import Libsql from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type SqliteDatabase, sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';

const newPath = createNewPath();
const silent = () => undefined;
const hour = 3_600_000;
const channelId = 'C0PIZZA';

interface Order {
  readonly size: string;
}

async function createSlack() {
  const clock = fixedClock(Date.UTC(2026, 0, 1, 10));
  const slack = await createSlackSimulator({ clock, rateLimits: false });
  onTestFinished(slack.close);
  return { clock, slack };
}

/** `node:http` in front of `receive`. */
async function serve(approvals: Approvals): Promise<string> {
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
    const raw = { method: request.method ?? '', header, body: Buffer.concat(chunks) };
    const answer = await approvals.handleRaw(raw);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  onTestFinished(close);
  return url;
}

/** An app on this database: Slack's clicks reach it over HTTP, it reaches Slack by its client, and decisions are kept in a list. */
async function startApp(database: SqliteDatabase, { clock, slack }: Awaited<ReturnType<typeof createSlack>>) {
  const { botToken: token, signingSecret, apiUrl } = slack;
  const delivered: string[] = [];
  const approvals = createApprovals({
    slack: { token, signingSecret, apiUrl },
    store: sqliteStore(database),
    clock,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const orders = approvals.define<Order, Order>('order', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Order }) } },
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    channel: channelId,
    approvers: [user('U0ALICE')],
    expiresIn: '1h',
    onDecision: async ({ approvalId, outcome }) => void delivered.push(`${approvalId} ${outcome}`),
  });
  slack.requestUrl = await serve(approvals);
  const ask = async (size: string) => {
    const { approval } = await orders.ask({ size }, { requester: 'alertmanager' });
    await approvals.flush();
    const ts = slack.messages(channelId).at(-1)?.ts ?? '';
    return { id: approval.id, ts };
  };
  const click = async (ts: string) => {
    const sent = await slack.click({ userId: 'U0ALICE', channelId, ts, actionId: 'approval:default:approve' });
    await approvals.flush();
    return sent;
  };
  return { approvals, delivered, ask, click };
}

function toldTo(slack: SlackSimulator, userId: string): string | undefined {
  return slack.messages(channelId).findLast((message) => message.ephemeralFor === userId)?.text;
}

function bytesOf(database: SqliteDatabase, id: string): object {
  const fields = 'hex(body) AS body, dueAt, attention, leaseToken, claimCount';
  return { ...Object(database.prepare(`SELECT ${fields} FROM approvals WHERE id = ?`).all(id)[0]) };
}

describe.each([
  ['no text', 'large', 0xff],
  ['no JSON', '{"schemaVersion', 0x7a],
  ['not a record', 'policy":', 0x50],
])('a record of which one byte in the file was changed, so that it is %s', (_, marker, byte) => {
  test('is set aside with its bytes as they are, and keeps no other from being decided', async () => {
    const path = newPath();
    const place = await createSlack();
    const before = new Libsql(path);
    const first = await startApp(before, place);
    const damaged = await first.ask('large');
    before.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    const bytes = readFileSync(path);
    bytes[bytes.indexOf(marker)] = byte;
    writeFileSync(path, bytes);

    const database = new Libsql(path);
    const app = await startApp(database, place);
    const others = [await app.ask('small'), await app.ask('medium')];
    const stored = bytesOf(database, damaged.id);
    expect(await app.click(damaged.ts)).toMatchObject({ status: 200, failure: null });
    const told = toldTo(place.slack, 'U0ALICE');
    await app.click(others[0]?.ts ?? '');
    place.clock.advance(hour);
    await app.approvals.processDue();

    expect(told).toContain('cannot be read just now');
    expect(bytesOf(database, damaged.id)).toEqual({ ...stored, dueAt: null, attention: 'corrupt', leaseToken: null });
    expect(app.delivered).toEqual([`${others[0]?.id} approved`, `${others[1]?.id} expired`]);
    const listed = (await app.approvals.list()).approvals.map(({ id, status, attention }) => ({
      id,
      status,
      attention: attention?.code,
    }));
    expect(listed).toHaveLength(3);
    expect(listed).toContainEqual({ id: damaged.id, status: 'pending', attention: 'corrupt' });
  });
});

describe('when the disk is full', () => {
  test('a click is answered by Slack’s own error and decides nothing; once there is space, clicking again does', async () => {
    const place = await createSlack();
    const database = new Libsql(newPath());
    const app = await startApp(database, place);
    const { id, ts } = await app.ask('large');
    const stored = bytesOf(database, id);
    const setPageCount = (pages: number) => database.prepare(`PRAGMA max_page_count = ${pages}`).all();
    setPageCount(1);

    const first = await app.click(ts);
    const after = bytesOf(database, id);
    setPageCount(10_000);
    const second = await app.click(ts);

    expect(first).toMatchObject({ status: 503, failure: 'http_error' });
    expect(after).toEqual(stored);
    expect(second).toMatchObject({ status: 200, failure: null });
    expect(app.delivered).toEqual([`${id} approved`]);
  });
});
