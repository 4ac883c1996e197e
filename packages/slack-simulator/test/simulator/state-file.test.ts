import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, onTestFinished, test } from 'vitest';
import { card, clientOf, payloadOf, reasonModal, startApp, startSlack } from './simulator-fixture.js';

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slack-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'slack.json');
}

const source = new URL('../../src/simulator/create-slack-simulator.ts', import.meta.url).href;

/** A simulator in a process of its own, that can be killed. */
async function spawnSlack(file: string) {
  const program = `
    import { createSlackSimulator } from ${JSON.stringify(source)};
    const { apiUrl, botToken, fail } = await createSlackSimulator({ stateFile: ${JSON.stringify(file)}, holdProcess: true });
    fail({ method: 'chat.update', how: 'hang' });
    console.log(JSON.stringify({ apiUrl, botToken }));
  `;
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, web: clientOf(JSON.parse(line)) };
}

test('a killed simulator is found again with the same messages', async () => {
  const file = stateFile();
  const { child, web } = await spawnSlack(file);
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'Order pizza?', blocks: card });
  const direct = await web.chat.postMessage({ channel: 'U0ALICE', text: 'for you' });
  const update = web.chat.update({ channel: 'C0PIZZA', ts, text: 'Approved', blocks: [] }).then(
    () => 'answered',
    () => 'cut off',
  );
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('Approved');

  child.kill('SIGKILL');
  await once(child, 'exit');

  const { slack, web: again } = await startSlack({ stateFile: file });
  expect(await update).toBe('cut off');
  expect(slack.messages('C0PIZZA')).toMatchObject([{ ts, text: 'Approved', blocks: [] }]);
  expect(slack.messages(direct.channel ?? '')).toMatchObject([{ ts: direct.ts, text: 'for you' }]);
  const next = await again.chat.postMessage({ channel: 'U0ALICE', text: 'still the same conversation' });
  expect(next.channel).toBe(direct.channel);
  expect(Number(next.ts)).toBeGreaterThan(Number(direct.ts));
});

test('a restart finds views, triggers and response URLs, and no ephemeral message', async () => {
  const file = stateFile();
  const app = await startApp();
  const first = await createSlackSimulator({ stateFile: file, requestUrl: app.url });
  const web = clientOf(first);
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });
  await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0ALICE', text: 'psst' });
  await first.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
  const { trigger_id, response_url } = payloadOf(app.received[0]);
  await first.close();

  const { slack, web: again } = await startSlack({ stateFile: file, port: Number(new URL(first.url).port) });
  await again.views.open({ trigger_id, view: reasonModal() });
  await fetch(response_url, { method: 'POST', body: JSON.stringify({ text: 'done', replace_original: true }) });

  expect(slack.views('U0ALICE')).toHaveLength(1);
  expect(slack.messages('C0PIZZA')).toMatchObject([{ ts, text: 'done' }]);
});

test('reset empties the file, and nothing else is left beside it', async () => {
  const file = stateFile();
  const { slack, web } = await startSlack({ stateFile: file });
  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'gone soon' });

  slack.reset();

  expect(readFileSync(file, 'utf8')).not.toContain('gone soon');
  expect(readdirSync(join(file, '..'))).toEqual(['slack.json']);
});

test.each(['{"version":1', '{"version":2,"state":{}}', 'null'])('a file that holds %s is not touched', async (text) => {
  const file = stateFile();
  writeFileSync(file, text);

  await expect(createSlackSimulator({ stateFile: file })).rejects.toMatchObject({ code: 'state_file_unreadable' });
  expect(readFileSync(file, 'utf8')).toBe(text);
});
