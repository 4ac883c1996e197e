import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';
import { openStore, parseDatabaseUrl } from '../../src/connections.js';

/** Puts a row into the database at this address, closes it, and reads the row from the database opened again. */
export async function putAndOpenAgain(url: string): Promise<Row | null> {
  const address = parseDatabaseUrl(url);
  if (address === null) throw new Error(`Expected the address of a database, got ${url}.`);
  const row = aRow();
  const first = await openStore(address, () => undefined);
  await first.put(row, 0);
  await first.close();

  const again = await openStore(address, () => undefined);
  onTestFinished(() => again.close());
  return await again.get(row.id);
}
