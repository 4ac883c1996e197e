import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteStore } from '../src/index.js';
import { createNewPath } from './new-path.js';
import type { Ask, Call } from './remote-store.js';

const now = aRow().askedAt;
const newPath = createNewPath();
const script = fileURLToPath(new URL('remote-store.ts', import.meta.url));
const execArgv = ['--conditions=@k8s-pizza/source', '--import', 'tsx'];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

interface RemoteStore {
  readonly send: (ask: Ask) => void;
  /** The next message; a process that ends first is an error at once. */
  readonly answer: () => Promise<unknown>;
}

async function startProcess(path: string): Promise<RemoteStore> {
  const child = fork(script, [path], { execArgv });
  const ended = new AbortController();
  child.once('exit', (code) => ended.abort(new Error(`a process ended with ${code}`)));
  onTestFinished(() => {
    child.kill();
  });
  const answer = async (): Promise<unknown> => (await once(child, 'message', { signal: ended.signal }))[0];
  await answer();
  return { send: (ask) => child.send(ask), answer };
}

/** Asks all processes at once. The instant lies far enough ahead for every message to be there. */
function askAll(processes: readonly RemoteStore[], asks: readonly Call[]): Promise<unknown[]> {
  const at = Date.now() + 5;
  return Promise.all(
    processes.map((remote, index) => {
      const answer = remote.answer();
      remote.send({ at, call: asks[index] ?? { method: 'open' } });
      return answer;
    }),
  );
}

test('of two processes that put over one version at once, exactly one wins, and its row is the one stored', async () => {
  const path = newPath();
  const processes = await Promise.all([startProcess(path), startProcess(path)]);
  const store = sqliteStore(path);

  for (const version of upTo(100)) {
    const rows = upTo(2).map((index) => aRow({ body: JSON.stringify({ version, index }) }));
    const answers = await askAll(
      processes,
      rows.map((row) => ({ method: 'put', values: [row, version] })),
    );

    expect([...answers].sort()).toEqual(['conflict', 'saved']);
    expect(await store.get('aone')).toEqual({ ...rows[answers.indexOf('saved')], version: version + 1 });
  }
}, 120_000);

test('no row goes to the claims of two processes', async () => {
  const path = newPath();
  const processes = await Promise.all([startProcess(path), startProcess(path)]);
  const store = sqliteStore(path);
  const ids = upTo(60).map((index) => `a${index}`);
  for (const id of ids) await store.put(aRow({ id }), 0);

  const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, limit: 3 };
  const taken: Row[] = [];
  for (const round of upTo(10)) {
    const asks: Call[] = upTo(2).map((index) => ({
      method: 'claimDue',
      values: [{ ...claim, leaseToken: `token-${round}-${index}` }],
    }));
    // as: the answers of `claimDue`
    const answers = (await askAll(processes, asks)) as Row[][];
    expect(answers.map((rows) => rows.length)).toEqual([3, 3]);
    taken.push(...answers.flat());
  }

  expect(taken.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const row of taken) expect(await store.get(row.id)).toEqual(row);
}, 120_000);

test('processes that find no file all open the same new one', async () => {
  const path = newPath();
  const processes = await Promise.all([startProcess(path), startProcess(path), startProcess(path)]);

  expect(await askAll(processes, [])).toEqual(['opened', 'opened', 'opened']);

  const put: Call = { method: 'put', values: [aRow(), 0] };
  const answers = await askAll(processes, [put, put, put]);
  expect(answers.sort()).toEqual(['conflict', 'conflict', 'saved']);
}, 120_000);
