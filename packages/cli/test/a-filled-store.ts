import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { expect } from 'vitest';
import { examine } from './examine.js';

/** The present: the doctor compares it with the clock of a real database. */
export const now = Date.now();
export const minute = 60_000;
export const codes = (lines: readonly { readonly code: string }[]) => lines.map(({ code }) => code);
export const look = (url: string, load?: (name: string) => Promise<unknown>) =>
  examine('store', { DATABASE_URL: url }, { now: () => now, ...(load === undefined ? {} : { load }) });

export const aDeploy = (id: string, fields: Partial<Row>): Row =>
  aRow({ id, queue: 'default/deploy', askedAt: now - minute, dueAt: null, ...fields });

/** A row that belongs to no approval: nobody looks after it but the library. */
export const aReserved = (id: string, fields: Partial<Row> = {}): Row =>
  aRow({ id, queue: '~/default/channel', status: 'reserved', requesterId: null, askedAt: 0, ...fields });

export async function fill(store: ApprovalStore): Promise<void> {
  const rows = [
    aDeploy('afuture', { dueAt: now + minute }),
    aDeploy('adue', { dueAt: now - minute }),
    aDeploy('alate', { queue: 'default/pizza-order', dueAt: now - 11 * minute }),
    aDeploy('alater', { queue: 'default/pizza-order', dueAt: now - 300 * minute }),
    aDeploy('adead', { status: 'approved', attention: 'delivery_dead' }),
    aDeploy('adead2', { status: 'approved', attention: 'delivery_dead' }),
    aDeploy('astuck', { attention: 'stuck' }),
    aDeploy('aunseen', { status: 'expired', attention: 'never_shown' }),
    aDeploy('aunseen2', { status: 'expired', attention: 'never_shown' }),
    aDeploy('aodd', { attention: 'of-a-later-release' }),
    aReserved('achannel', { dueAt: now - 300 * minute }),
    aReserved('ahealth', { queue: '~/default/health', dueAt: null, attention: 'stuck' }),
  ];
  for (const row of rows) await store.put(row, 0);
}

/** What a filled store gives, whichever it is. */
export function expectFindings(lines: Awaited<ReturnType<typeof look>>): void {
  const [, overdue, ...rest] = lines;
  expect(lines[0]).toMatchObject({ status: 'ok', code: 'store_ok' });
  expect(overdue).toMatchObject({ status: 'wrong', code: 'store_overdue' });
  expect(overdue?.message).toBe('No worker processes default/pizza-order (2, the oldest for 5 h).');
  expect(rest.map(({ code, message }) => `${code}: ${message}`).sort()).toEqual([
    'store_attention: 1 is in need of attention.',
    'store_delivery_dead: 2 are decided but not delivered.',
    'store_never_shown: 2 are expired without ever being shown: no card could be posted in time.',
    'store_stuck: 1 is stuck after ten attempts that did not finish.',
  ]);
}
