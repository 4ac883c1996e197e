import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  type Approval,
  type Approvals,
  createApprovals,
  type DecisionSink,
  memoryStore,
  verifyHistory,
} from '@k8s-pizza/slack-approval';
import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { fixedClock } from '@k8s-pizza/slack-approval-testing';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingLogger } from '../world/log.js';
import { hour, orderOptions, present, second } from '../world/world.js';
import { stories } from './first-edition-stories.js';

const folder = new URL('./first-edition/', import.meta.url);

function storedRow(name: string): Row {
  // as: each file there is a whole row
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Row;
}

/** The history as it stands in a body, byte for byte, without the bracket that ends it. */
function historyText(body: string): string {
  return JSON.stringify(JSON.parse(body).history).slice(0, -1);
}

/** This release on a store that holds the row, a second after the last thing that happened to it. */
async function openOn(name: string) {
  const row = storedRow(name);
  const store = memoryStore();
  for (let version = 0; version < row.version; version += 1) await store.put(row, version);
  const clock = fixedClock(JSON.parse(row.body).approval.lastEventAt + second);
  const delivered: string[] = [];
  const sink: DecisionSink = {
    deliver: async ({ body }) => {
      delivered.push(body);
      return { type: 'delivered' };
    },
  };
  const approvals = createApprovals({
    slack: { token: 'xoxb-test', signingSecret: 'secret', transport: agreeableTransport() },
    ...{ store, clock, logger: recordingLogger() },
  });
  const orders = approvals.define('order', orderOptions({ onDecision: sink, steps: ['baked', 'sent', 'eaten'] }));
  const read = async () => present(await approvals.get(row.id));
  const stored = async () => present(await store.get(row.id));
  /** Does what is owed now, and within the next hour. */
  const work = async () => {
    for (const ms of [0, ...Array.from({ length: 12 }, () => hour / 12)]) {
      clock.advance(ms);
      await approvals.processDue();
      await approvals.flush();
    }
  };
  return { row, store, approvals, orders, delivered, read, stored, work };
}

/** Whether what was decided still hashes to the digest that people saw. Once it is erased it cannot be computed. */
function hasItsDigest({ decision }: Approval<unknown>): boolean {
  if (decision === null || decision.seen.salt === null) return true;
  const { approvalId: id, revision, kind, payload, digest, seen } = decision;
  const text = present(canonicalize({ v: 1, id, revision, kind, payload, ...seen }));
  return digest === `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

async function verdictOf(approvals: Approvals, { id, decision }: Approval<unknown>) {
  const history = await approvals.history(id);
  return verifyHistory(history, decision === null ? {} : { head: decision.historyHead });
}

test('every record of the folder has its story, and every story its record', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  expect(stories.map(({ name }) => `${name}.json`).toSorted()).toEqual(files.toSorted());
});

describe.each(stories)('a record of the first edition: $name', ({ name, reads, next, answer, after }) => {
  test('is read as what it was', async () => {
    const { row, approvals, read } = await openOn(name);

    const approval = await read();

    expect(approval).toMatchObject({ ...reads, id: row.id, status: row.status });
    expect(approval.attention?.code ?? null).toBe(row.attention);
    // that a card was never shown is not known of any of them
    expect(approval.decision?.shown ?? true).toBe(true);
    expect(hasItsDigest(approval)).toBe(true);
    expect((await approvals.list()).approvals).toEqual([approval]);
  });

  test('has a history that is whole', async () => {
    const { row, approvals, read } = await openOn(name);

    const approval = await read();

    expect(await approvals.history(row.id)).toEqual(JSON.parse(row.body).history);
    const containsHead = approval.decision === null ? null : true;
    expect(await verdictOf(approvals, approval)).toEqual({ whole: true, firstBadSeq: null, containsHead });
  });

  test('has evidence that holds', async () => {
    const { row, approvals, read } = await openOn(name);
    const { decision } = await read();
    const heads = decision === null ? [] : [decision.historyHead];

    const evidence = await approvals.evidence(row.id);

    expect(verifyEvidence(JSON.parse(JSON.stringify(evidence)), { heads })).toMatchObject({ fault: null, heads });
  });

  test('has its owed work done', async () => {
    const { row, read, stored, work, delivered } = await openOn(name);

    await work();

    const after = await read();
    expect(after.status).toBe(row.status);
    expect(after.copies.filter(({ ts }) => ts === null)).toEqual([]);
    expect(after.votes.filter(({ checked }) => !checked)).toEqual([]);
    expect(after.delivery.state).not.toBe('owed');
    const { deliveryBody } = JSON.parse(row.body).parts;
    expect(delivered.every((body) => deliveryBody === null || body === deliveryBody)).toBe(true);
    expect((await stored()).leaseToken).toBeNull();
  });

  test('goes on from there, and keeps every old entry as it was written', async () => {
    const release = await openOn(name);
    const { row, approvals, read, stored, work } = release;

    const given = await next(release, await read());
    await work();

    // a command that was done says so beside the approval
    const { ok = false, approval = given } = Object(given);
    expect((ok ? approval : given) ?? {}).toMatchObject(answer);
    const now = await read();
    expect(now).toMatchObject(after);
    expect(hasItsDigest(now)).toBe(true);
    expect(await verdictOf(approvals, now)).toMatchObject({ whole: true, firstBadSeq: null });
    const { body } = await stored();
    expect(historyText(row.body)).not.toBe('[');
    expect(row.body).toContain(historyText(row.body));
    expect(body).toContain(historyText(row.body));
  });
});
