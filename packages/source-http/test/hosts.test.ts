import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { ciToken, createWorld, question } from './world.js';

/** An Express app as the README has it. */
async function startExpress({ receive }: Pick<Awaited<ReturnType<typeof createWorld>>, 'receive'>) {
  const app = express().use(async (request, response) => {
    const { method, originalUrl: url } = request;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const header = (name: string) => request.get(name);
    const answer = await receiveStream(receive, { method, url, header, signal: gone.signal, body: request });
    response.status(answer.status).set(answer.headers).send(answer.body);
  });
  const server = await listenOnLoopback(app);
  onTestFinished(() => server.close());
  return server.url;
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

function testWithCurl(): void {
  const run = promisify(execFile);
  async function curl(url: string, ...options: readonly string[]) {
    const { stdout } = await run('curl', [
      '-s',
      '-w',
      '\n%{http_code}',
      '-H',
      `Authorization: Bearer ${ciToken}`,
      ...options,
      url,
    ]);
    const lines = stdout.split('\n');
    return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
  }

  test('curl asks, waits for the decision and gets it from Express', async () => {
    const world = await createWorld();
    const url = await startExpress(world);
    const asked = await curl(`${url}/approvals`, '--json', JSON.stringify(question));
    const waiting = curl(`${url}/approvals/${asked.body.id}?wait=30s`);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(asked.status).toBe(201);
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  test('curl gets a problem for what is wrong', async () => {
    const url = await startExpress(await createWorld());

    expect(await curl(`${url}/approvals`, '-d', '{}')).toMatchObject({ status: 415 });
    expect(await curl(`${url}/approvals/../approvals/a1`, '--path-as-is')).toMatchObject({ status: 404 });
  });
}

if (hasCurl) testWithCurl();
else
  test('curl', (context) => {
    const reason = 'curl is not installed';
    process.stdout.write(`skipped: curl: ${reason}\n`);
    context.skip(reason);
  });

test('a client that hangs up ends its wait', async () => {
  const world = await createWorld();
  const signals: AbortSignal[] = [];
  const url = await startExpress({
    receive: Object.assign(
      (request: Parameters<typeof world.receive>[0]) => {
        if (request.signal !== undefined) signals.push(request.signal);
        return world.receive(request);
      },
      { refuseHead: world.receive.refuseHead ?? (() => null) },
    ),
  });
  const headers = { authorization: `Bearer ${ciToken}`, 'content-type': 'application/json' };
  const asked = await fetch(`${url}/approvals`, { method: 'POST', headers, body: JSON.stringify(question) });
  const { id } = await asked.json();
  const hangUp = new AbortController();
  const waiting = fetch(`${url}/approvals/${id}?wait=55s`, { headers, signal: hangUp.signal });
  await expect.poll(() => signals.length).toBe(2);
  hangUp.abort();

  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(() => signals[1]?.aborted).toBe(true);
});
