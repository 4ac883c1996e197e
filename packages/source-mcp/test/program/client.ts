import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bundleInRun } from 'test-engines/in-this-run';
import { onTestFinished } from 'vitest';
import { type Revision, revisions } from '../world.js';

export const program = await bundleInRun(new URL('../../src/bin.ts', import.meta.url));

/** A client that starts the program, and ends it. */
export async function connectOverStdio(env: Readonly<Record<string, string>>, revision: Revision = '2026-07-28') {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: revisions[revision] } });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'pipe',
  });
  let complaint = '';
  transport.stderr?.on('data', (data) => {
    complaint += data;
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, pid: transport.pid ?? 0, complaint: () => complaint };
}
