import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('a process that has loaded PostgreSQL keeps its exit code', () => {
  const loader = new URL('../src/load-postgres.ts', import.meta.url).href;
  // it goes on loading its programs for a moment, so they are removed last
  const program = `
    import { loadPostgres } from '${loader}';
    const { remove } = await loadPostgres();
    process.on('exit', remove);
    process.exitCode = 7;
  `;

  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    encoding: 'utf8',
  });

  expect([status, stderr]).toEqual([7, '']);
});
