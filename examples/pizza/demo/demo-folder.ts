import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where each part of the demo keeps what it has to know after a restart. */
export function stateFiles(folder: string) {
  return {
    slack: join(folder, 'slack.json'),
    cluster: join(folder, 'cluster.json'),
    approvals: join(folder, 'approvals.db'),
    decisionSecret: join(folder, 'decision-secret'),
    reportSecret: join(folder, 'report-secret'),
    clock: join(folder, 'clock-ahead-ms'),
    clickDoor: join(folder, 'click-door'),
  } as const;
}

/** Forgets everything. Only the demo's own files go: whatever else somebody keeps in the folder stays. */
export async function clearFolder(folder: string): Promise<void> {
  const files = Object.values(stateFiles(folder)).flatMap((file) => [
    file,
    `${file}-wal`,
    `${file}-shm`,
    `${file}.events`,
  ]);
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

/** A secret to sign with: made at the first start and kept, so that a restart can deliver what is still owed. */
export async function keptSecret(file: string): Promise<string> {
  try {
    await writeFile(file, `whsec_${randomBytes(32).toString('base64')}`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return await readFile(file, 'utf8');
}
