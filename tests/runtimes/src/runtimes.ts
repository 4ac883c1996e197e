import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A program that is not Node, as npm brings it, and what it is started with. */
export interface Runtime {
  readonly name: string;
  readonly program: string;
  /** The module of this folder that it is to run. */
  readonly entry: string;
  /** What bundlers for it look for in a package. */
  readonly conditions: readonly string[];
  /** Starts after a crash with what it had stored before. */
  readonly isDurable: boolean;
  args(bundle: string, port: number): readonly string[];
}

const installed = (path: string) =>
  fileURLToPath(new URL(`../../../runtime-matrix/node_modules/${path}`, import.meta.url));

export const runtimes: readonly Runtime[] = [
  {
    name: 'Bun',
    program: installed('@oven/bun-linux-x64/bin/bun'),
    entry: 'on-bun.ts',
    conditions: ['bun', 'node'],
    isDurable: true,
    args: (bundle) => ['run', bundle],
  },
  {
    name: 'Deno',
    program: installed('@deno/linux-x64-glibc/deno'),
    entry: 'on-deno.ts',
    conditions: ['deno', 'node'],
    isDurable: true,
    args: (bundle) => ['run', '--allow-net', '--allow-env', '--allow-read', '--allow-write', '--allow-sys', bundle],
  },
  {
    name: 'workerd, of Cloudflare Workers',
    program: installed('@cloudflare/workerd-linux-64/bin/workerd'),
    entry: 'on-workerd.ts',
    conditions: ['workerd', 'worker', 'browser'],
    isDurable: false,
    args: (bundle, port) => [
      'serve',
      bundle.replace(/[^/]+$/, 'workerd.capnp'),
      `--socket-addr=http=127.0.0.1:${port}`,
    ],
  },
];

export function isInstalled({ program }: Runtime): boolean {
  return existsSync(program);
}
