import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file in which each part of the demo keeps its state for the next start. */
export function stateFiles(folder: string) {
  return {
    slack: join(folder, 'slack.json'),
    cluster: join(folder, 'cluster.json'),
    approvals: join(folder, 'approvals.db'),
    decisionSecret: join(folder, 'decision-secret'),
    reportSecret: join(folder, 'report-secret'),
    clock: join(folder, 'clock-ahead-ms'),
    clickServer: join(folder, 'click-server'),
  } as const;
}

/** Deletes the demo's own files, and leaves all other files in the folder. */
export async function clearFolder(folder: string): Promise<void> {
  const files = Object.values(stateFiles(folder)).flatMap((file) => [
    file,
    `${file}-wal`,
    `${file}-shm`,
    `${file}.events`,
  ]);
  await Promise.all(files.map((file) => rm(file, { force: true })));
}

/** The secret in a file, created at the first start. A restart needs the same one to deliver what is still due. */
export async function loadOrCreateSecret(file: string): Promise<string> {
  try {
    await writeFile(file, `whsec_${randomBytes(32).toString('base64')}`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return await readFile(file, 'utf8');
}
