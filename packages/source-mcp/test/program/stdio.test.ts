import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { until } from 'test-sources/until';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everyRevision, title } from '../world.js';
import { connectOverStdio, program } from './client.js';
import { aSlack, press } from './running.js';

/** @returns false: there is no such process */
function signalTo(pid: number, signal: 'SIGINT' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (Object(error).code === 'ESRCH') return false;
    throw error;
  }
}

describe.each(everyRevision)('a client of revision %s', (revision) => {
  test('starts the server, asks, and is told of the yes', async () => {
    const { slack, env } = await aSlack();
    const { client, complaint } = await connectOverStdio(env, revision);

    const asking = client.callTool({ name: 'request_approval', arguments: { title } });
    await press(slack, 'approve');

    expect((await asking).structuredContent).toMatchObject({ status: 'approved' });
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(complaint()).toBe('');
  });
});

test('the server ends with its client, and the question stays open for the next one', async () => {
  const { slack, env } = await aSlack();
  const first = await connectOverStdio(env);
  const asking = first.client.callTool({ name: 'request_approval', arguments: { title, key: 'api-4.2' } });
  asking.catch(() => undefined);
  await until(() => slack.messages('C0PIZZA')[0]);
  await first.client.close();
  await until(() => !signalTo(first.pid, 0) || null);

  const { client } = await connectOverStdio(env);
  const again = client.callTool({ name: 'request_approval', arguments: { title, key: 'api-4.2' } });
  await press(slack, 'approve');

  expect((await again).structuredContent).toMatchObject({ status: 'approved' });
  expect(slack.messages('C0PIZZA')).toHaveLength(1);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it in order', async (signal) => {
  const { env } = await aSlack();
  const child = spawn(process.execPath, [program], { env: { PATH: process.env['PATH'], ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a', version: '1' } } })}\n`,
  );
  await once(child.stdout, 'data');

  child.kill(signal);

  expect(await once(child, 'close')).toEqual([0, null]);
});

test('what is wrong is said on standard error, and standard output stays empty', async () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env: {}, encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(
    'slack-approval-mcp: Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to the tokens of a Slack app that uses Socket Mode.\n',
  );
});

test('Claude Code asks before it runs a tool', async () => {
  const { slack, env } = await aSlack();
  const { client } = await connectOverStdio(env);
  const input = { command: 'rm -rf build' };

  const asking = client.callTool({
    name: 'permission_prompt',
    arguments: { tool_name: 'Bash', input, tool_use_id: 't' },
  });
  const card = await press(slack, 'approve');

  expect((await asking).content).toEqual([
    { type: 'text', text: JSON.stringify({ behavior: 'allow', updatedInput: input }) },
  ]);
  expect(JSON.stringify(card.blocks)).toContain('rm -rf build');
});

test('the person for whom the agent works cannot approve', async () => {
  const { slack, env } = await aSlack();
  const people = { SLACK_APPROVER: 'U0ALICE,U0BOB', SLACK_ON_BEHALF_OF: 'U0ALICE' };
  const { client } = await connectOverStdio({ ...env, ...people });
  const asking = client.callTool({ name: 'request_approval', arguments: { title } });

  await press(slack, 'approve', 'U0ALICE');
  await press(slack, 'approve', 'U0BOB');

  expect((await asking).structuredContent).toMatchObject({ status: 'approved', decidedBy: ['U0BOB'] });
});

test('a permission prompt is withdrawn when the server is interrupted, again and again as Claude Code does', async () => {
  const { slack, env } = await aSlack();
  const { client, pid } = await connectOverStdio(env);
  const given = { tool_name: 'Bash', input: { command: 'rm -rf build' }, tool_use_id: 'toolu_1' };
  client.callTool({ name: 'permission_prompt', arguments: given }).catch(() => undefined);
  await until(() => slack.messages('C0PIZZA')[0]);

  await until(() => !signalTo(pid, 'SIGINT') || null);

  const shown = JSON.stringify(slack.messages('C0PIZZA')[0]?.blocks);
  expect(shown).toContain('The agent was interrupted.');
  expect(shown).not.toContain('approval:default:approve');
});
