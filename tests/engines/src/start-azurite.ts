import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

export interface AzuriteServer {
  readonly port: number;
  /** Tells how to connect to the account; another port is that of a proxy. */
  connectionString(port?: number): string;
  stop(): Promise<void>;
}

const emulators = new URL('../../../emulators/node_modules/', import.meta.url);
const program = fileURLToPath(new URL('azurite/dist/src/table/main.js', emulators));

/** Whether Azurite is installed: `npm run install:emulators` does that. */
export const hasAzurite: boolean = existsSync(program);

const account = 'tests';
const key = Buffer.from('a key that opens nothing but a test').toString('base64');

/** Starts Azure's own emulator of Table Storage on loopback. It keeps everything in its memory. */
export async function startAzurite(): Promise<AzuriteServer> {
  if (!hasAzurite) throw new Error('Azurite is not installed: run `npm run install:emulators`.');
  const port = await freePort();
  const place = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
  const child = spawn(
    process.execPath,
    [program, ...place, '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'],
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
