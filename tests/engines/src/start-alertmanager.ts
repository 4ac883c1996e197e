import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';

export interface AlertmanagerServer {
  readonly url: string;
  /** Where another one joins it. */
  readonly clusterAddress: string;
  /** Runs `amtool` against it, and tells what it printed. */
  amtool(...words: readonly string[]): Promise<string>;
  /** How many it knows of, itself included, that tell each other what they have sent. */
  peerCount(): Promise<number>;
  stop(): Promise<void>;
}

export interface AlertmanagerOptions {
  /** What the configuration says of the webhook. */
  readonly webhook: { readonly url: string; readonly bearer: string };
  /** The address of one that is there already. */
  readonly peer?: string;
}

const run = promisify(execFile);

/** Debian calls it prometheus-alertmanager, others alertmanager. */
const program = ['prometheus-alertmanager', 'alertmanager'].find(
  (name) => spawnSync(name, ['--version']).status === 0 && spawnSync('amtool', ['--version']).status === 0,
);

/** Whether there is an Alertmanager, with its amtool, on this machine. */
export const hasAlertmanager = program !== undefined;

/** The configuration of a cluster's Alertmanager, with shorter waits. */
function configuration({ url, bearer }: AlertmanagerOptions['webhook']): string {
  return JSON.stringify({
    route: {
      receiver: 'pizza-webhook',
      group_by: ['alertname', 'job'],
      group_wait: '100ms',
      group_interval: '1s',
      repeat_interval: '12h',
    },
    receivers: [
      {
        name: 'pizza-webhook',
        webhook_configs: [
          { url, send_resolved: true, http_config: { authorization: { type: 'Bearer', credentials: bearer } } },
        ],
      },
    ],
  });
}

/** Starts a real Alertmanager on loopback. What it knows does not outlive it. */
export async function startAlertmanager({ webhook, peer }: AlertmanagerOptions): Promise<AlertmanagerServer> {
  if (program === undefined)
    throw new Error('Expected an Alertmanager on this machine, found none: install `alertmanager`.');
  const folder = mkdtempSync(join(tmpdir(), 'test-alertmanager-'));
  const [port, clusterPort] = [await freePort(), await freePort()];
  const file = join(folder, 'alertmanager.yml');
  // JSON is YAML
  writeFileSync(file, configuration(webhook));
  const url = `http://127.0.0.1:${port}`;
  const clusterAddress = `127.0.0.1:${clusterPort}`;
  const child = spawn(program, [
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    `--cluster.listen-address=${clusterAddress}`,
    // peers find each other at once, and each sends without waiting to hear that the other has
    '--cluster.gossip-interval=10ms',
    '--cluster.peer-timeout=1ms',
    ...(peer === undefined ? [] : [`--cluster.peer=${peer}`]),
  ]);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Alertmanager does not start:\n${told}`)));
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      // afterwards it tells of every failure
      if (told.length < 20_000) told += String(chunk);
      if (/gossip settled; proceeding/.test(told) && /Listening on|listening/i.test(told)) resolve();
    });
  });
  return {
    url,
    clusterAddress,
    amtool: async (...words) => (await run('amtool', [`--alertmanager.url=${url}`, ...words])).stdout,
    async peerCount() {
      // as: its API says so, /api/v2/status
      const { cluster } = (await (await fetch(`${url}/api/v2/status`)).json()) as { cluster: { peers: unknown[] } };
      return cluster.peers.length;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
