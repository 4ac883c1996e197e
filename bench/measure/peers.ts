import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/conventions/repository.js';
import { installFolder } from '../../scripts/gates/packages/install-folder.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import type { Order } from './cards.js';
import type { Contender, Measured } from './side-by-side.js';
import type { SignedClick } from './signed-click.js';

const folder = join(root, 'bench', 'peers');

/** Another library with one listener. */
export interface Peer {
  /** How often its listener was called. */
  heardCount(): number;
  /** @returns the HTTP status */
  answer(click: { readonly headers: Readonly<Record<string, string>>; readonly body: string }): Promise<number>;
}

interface Clicks {
  readonly boltLambda: (secret: string, actionId: string) => Peer;
  readonly slackEdge: (secret: string, actionId: string) => Peer;
  readonly chatSdk: (secret: string, actionId: string) => Promise<Peer>;
}

interface Cards {
  readonly byBlockBuilder: (
    order: Order,
    button: { value: string; approve: string; reject: string; details: string },
  ) => string;
}

/** Installs the other libraries where they are missing. @throws {Error} when npm fails */
export function installPeers(): void {
  installFolder(folder, ['--ignore-scripts']);
}

/** The name of a library with the version that is installed. */
export function versionOf(packageName: string, name: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${dependencies[packageName]}`;
}

export const peerEntry = (name: string): string => join(folder, 'entries', `${name}.mjs`);

// They are JavaScript, since their types are not installed where the sources are compiled.

export async function loadClicks(): Promise<Clicks> {
  // as: what the file exports
  return (await import(pathToFileURL(join(folder, 'clicks.mjs')).href)) as Clicks;
}

export async function loadCards(): Promise<Cards> {
  // as: what the file exports
  return (await import(pathToFileURL(join(folder, 'cards.mjs')).href)) as Cards;
}

/** Answers this click, once the library has shown that it calls its listener for it and refuses a forged one. */
export async function peerContender(name: string, peer: Peer, { headers, body }: SignedClick): Promise<Contender> {
  const click = { headers, body: body.toString() };
  answered(await peer.answer(click));
  const forged = { ...click, headers: { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` } };
  const isRefused = (await peer.answer(forged)) === 401;
  if (peer.heardCount() !== 1 || !isRefused) throw new Error(`${name} does not do what it is measured for.`);
  return { name, run: async () => answered(await peer.answer(click)) };
}

/** @throws {Error} on any other status than 200 */
export function answered(status: number): number {
  if (status !== 200) throw new Error(`The click was answered ${status}.`);
  return status;
}

/** One row for each contender but the first, with what the reader has to know about it. */
export function reportPeers(
  what: string,
  measured: readonly Measured[],
  notes: Readonly<Record<string, string>>,
): void {
  for (const { name, ratio, microseconds } of measured.slice(1)) {
    const figures = [ratioFigure(ratio), { value: microseconds.median, unit: 'µs' }];
    report({ section: 'Beside other libraries', what: `${what}: ${name}`, figures, note: notes[name] ?? '' });
  }
}
