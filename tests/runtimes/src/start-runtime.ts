import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { freePort } from 'test-engines/free-port';
import type { Settings } from './program.js';
import type { Runtime } from './runtimes.js';

/** The test's program in a process of another runtime. */
export interface RunningProgram {
  readonly url: string;
  /** What it has printed. */
  said(): string;
  /** SIGKILL, and then the same again on the same files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Bundles the program as one would for that runtime, and starts it; resolves once it answers. */
export async function startRuntime(runtime: Runtime, settings: Settings): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'test-runtime-'));
  const bundle = join(folder, 'program.mjs');
  await bundleFor(runtime, bundle);
  await copyFile(fileURLToPath(new URL('workerd.capnp', import.meta.url)), join(folder, 'workerd.capnp'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, PORT: String(port), DATABASE: join(folder, 'approvals.db'), ...settings };
  let said = '';
  const start = async () => {
    const child = spawn(runtime.program, runtime.args(bundle, port), { env, cwd: folder });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const exited = once(child, 'exit');
    const kill = async () => {
      child.kill('SIGKILL');
      await exited;
    };
    const isGone = exited.then(([code]) => Promise.reject(new Error(`${runtime.name} ended with ${code}: ${said}`)));
    // once it answers, its end no longer matters
    isGone.catch(() => undefined);
    await Promise.race([answers(url), isGone]);
    return kill;
  };
  let kill = await start();
  return {
    url,
    said: () => said,
    async restart() {
      await kill();
      kill = await start();
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(url).then(Boolean, () => false))) await delay(20);
}

async function bundleFor({ entry, conditions }: Runtime, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile,
    bundle: true,
    // what Node brings is left to the runtime, all of which know it by these names
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    conditions: ['@k8s-pizza/source', ...conditions],
    external: ['libsql'],
    // what was CommonJS still calls require
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf('/');" },
    logLevel: 'warning',
  });
}
