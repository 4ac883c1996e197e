import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Paths for new files in a folder that goes when the test file ends. */
export function createNewPath(): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-store-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  return () => {
    count += 1;
    return join(folder, `${count}.db`);
  };
}
