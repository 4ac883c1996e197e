import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from './free-port.js';

export interface AzuriteServer {
  readonly port: number;
  /** Tells how to connect to the account; another port is that of a proxy. */
  connectionString(port?: number): string;
  stop(): Promise<void>;
}

const account = 'tests';
const key = Buffer.from('a key that opens nothing but a test').toString('base64');

const program = 'azurite/dist/src/table/main.js';

export function isAzuriteInstalled(): boolean {
  const folders = createRequire(import.meta.url).resolve.paths(program) ?? [];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Starts Azure's own emulator of Table Storage on loopback. It keeps everything in its memory. */
export async function startAzurite(): Promise<AzuriteServer> {
  const port = await freePort();
  const place = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
  const child = spawn(
    process.execPath,
    [
      createRequire(import.meta.url).resolve(program),
      ...place,
      '--inMemoryPersistence',
      '--skipApiVersionCheck',
      '--disableTelemetry',
    ],
    { env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` } },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Azurite does not start:\n${told}`)));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        // afterwards it tells of every request
        if (!told.includes('successfully started')) told += String(chunk);
        if (told.includes('successfully started')) resolve();
      });
  });
  return {
    port,
    connectionString: (other = port) =>
      `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};` +
      `TableEndpoint=http://127.0.0.1:${other}/${account};`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
