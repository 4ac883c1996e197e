import {
  createTaskSessionFromClient,
  resultFromTaskOutcome,
  TaskCancelledError,
} from '@modelcontextprotocol/ext-tasks/client';
import type { JsonValue } from '@modelcontextprotocol/ext-tasks/core';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connect, createWorld, title } from './world.js';

const protocolVersion = '2026-07-28';
const clientInfo = { name: 'test', version: '1.0.0' };
const withTasks = { extensions: { 'io.modelcontextprotocol/tasks': {} } };

interface Sent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Sends requests as they are, and returns what comes back. */
function rawClient(createServer: () => McpServer) {
  const { fetch } = createMcpHandler(createServer);
  const post = async (message: Sent) => {
    const { taskId, name } = message.params;
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': protocolVersion,
      'mcp-method': message.method,
      ...(taskId === undefined && name === undefined ? {} : { 'mcp-name': String(taskId ?? name) }),
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
    return await (await fetch(new Request('http://localhost/mcp', { method: 'POST', headers, body }))).json();
  };
  const send = (method: string, params: object, clientCapabilities: object = withTasks) => {
    const envelope = { protocolVersion, clientInfo, clientCapabilities };
    const entries = Object.entries(envelope).map(([name, value]) => [`io.modelcontextprotocol/${name}`, value]);
    return post({ method, params: { ...params, _meta: Object.fromEntries(entries) } });
  };
  return { post, send };
}

/** The client for Tasks of the protocol's makers. */
async function taskClient(createServer: () => McpServer) {
  const { client } = await connect(createServer, protocolVersion);
  const { post } = rawClient(createServer);
  return createTaskSessionFromClient(client, {
    endpointId: 'test',
    // as: the session only makes requests, and its own types are those of JSON
    rawDispatch: async (request) => (await post(request as never)) as JsonValue as never,
    v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities: withTasks },
  });
}

const asking = { name: 'request_approval', arguments: { title } };

describe('a client that declares Tasks', () => {
  test('gets a task at once, and later its result', async () => {
    const world = await createWorld();
    const session = await taskClient(() => world.serverWith());

    const execution = await session.callTool('request_approval', { title });
    expect(execution.kind).toBe('task');
    const card = await world.expectCard();
    await world.approve(card, { as: 'U0ALICE' });
    const { outcome } = await execution.settle();

    expect(execution.handle?.taskId).toBe(card.id);
    expect(resultFromTaskOutcome(outcome)).toMatchObject({
      structuredContent: { status: 'approved', approvalId: card.id },
    });
  });

  test('cancels it, which withdraws the question', async () => {
    const world = await createWorld();
    const session = await taskClient(() => world.serverWith());
    const execution = await session.callTool('request_approval', { title });
    const { id } = await world.expectCard();

    await execution.cancel();
    const { outcome } = await execution.settle();

    expect(() => resultFromTaskOutcome(outcome)).toThrow(TaskCancelledError);
    expect(await world.approvals.get(id)).toMatchObject({
      status: 'withdrawn',
      decision: { reason: 'The client cancelled it.' },
    });
  });

  test('is told the state of its task', async () => {
    const world = await createWorld({ onDecision: async () => 'deployed' });
    const { send } = rawClient(() => world.serverWith());
    const created = (await send('tools/call', { name: 'request_deploy', arguments: { version: '4.2' } })).result;
    const { taskId } = created;
    const working = (await send('tasks/get', { taskId })).result;
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    const completed = (await send('tasks/get', { taskId })).result;

    const task = { taskId, createdAt: '2026-01-01T10:00:00.000Z', ttlMs: null, pollIntervalMs: 2_000 };
    expect(created).toMatchObject({ ...task, resultType: 'task', status: 'working' });
    expect(working).toMatchObject({ ...task, resultType: 'complete', status: 'working' });
    expect(working.statusMessage).toContain('Nobody has decided yet.');
    expect(completed).toMatchObject({
      ...task,
      status: 'completed',
      result: { structuredContent: { status: 'approved', delivery: { state: 'delivered', result: 'deployed' } } },
    });
  });

  test('is told that its task is over when the question is withdrawn', async () => {
    const world = await createWorld();
    const { send } = rawClient(() => world.serverWith());
    const { taskId } = (await send('tools/call', asking)).result;

    await world.approvals.withdraw(taskId, { by: 'agent', reason: 'The alert is over.' });
    const { result } = await send('tasks/get', { taskId });

    expect(result).toMatchObject({
      status: 'cancelled',
      statusMessage: expect.stringContaining('Reason: The alert is over.'),
    });
    expect(result).not.toHaveProperty('result');
  });

  test('is working until what people approved is carried out', async () => {
    let carryOut = (_: string): void => undefined;
    const carriedOut = new Promise<string>((resolve) => {
      carryOut = resolve;
    });
    const world = await createWorld({ onDecision: () => carriedOut });
    const { send } = rawClient(() => world.serverWith());
    const call = { name: 'request_deploy', arguments: { version: '4.2' } };
    const { taskId } = (await send('tools/call', call)).result;
    const { channelId, ts } = await world.expectCard();
    await world.slack.click({ userId: 'U0ALICE', channelId, ts, actionId: 'approval:default:approve' });
    await expect.poll(async () => (await world.approvals.get(taskId))?.status).toBe('approved');

    const { result } = await send('tasks/get', { taskId });
    carryOut('deployed');

    expect(result).toMatchObject({ status: 'working', statusMessage: expect.stringContaining('being carried out') });
  });

  test('gets a question that is decided already at once', async () => {
    const world = await createWorld();
    const { send } = rawClient(() => world.serverWith());
    const keyed = { ...asking, arguments: { title, key: 'api-4.2' } };
    await send('tools/call', keyed);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    const { result } = await send('tools/call', keyed);

    expect(result).toMatchObject({ resultType: 'complete', structuredContent: { status: 'approved' } });
  });

  test('what its user answers is no vote', async () => {
    const world = await createWorld();
    const { send } = rawClient(() => world.serverWith());
    const { taskId } = (await send('tools/call', asking)).result;

    const inputResponses = { approve: { action: 'accept', content: { approve: true } } };
    const updated = await send('tasks/update', { taskId, inputResponses });

    expect(updated.result).toMatchObject({ resultType: 'complete' });
    expect((await send('tasks/get', { taskId })).result.status).toBe('working');
  });

  test.each(['tasks/get', 'tasks/update', 'tasks/cancel'])(
    '%s of a task of somebody else is refused',
    async (method) => {
      const world = await createWorld();
      const other = rawClient(() => world.serverWith({ requester: 'another agent' }));
      const { taskId } = (await other.send('tools/call', asking)).result;
      const { send } = rawClient(() => world.serverWith());

      const answers = await Promise.all([taskId, 'no-such-task'].map((id) => send(method, { taskId: id })));

      for (const { error } of answers)
        expect(error).toMatchObject({ code: -32_602, message: 'There is no such task.' });
      expect((await world.approvals.get(taskId))?.status).toBe('pending');
    },
  );
});

describe('a client that does not declare Tasks on a request', () => {
  test('gets no task, whatever it declared before', async () => {
    const world = await createWorld();
    const { send } = rawClient(() => world.serverWith({ waitUpTo: '0s' }));
    await send('server/discover', {});

    const { result } = await send('tools/call', asking, {});

    expect(result).toMatchObject({ resultType: 'complete', structuredContent: { status: 'pending' } });
  });

  test.each(['tasks/get', 'tasks/update', 'tasks/cancel'])('%s is refused, and says what it needs', async (method) => {
    const world = await createWorld();
    const { send } = rawClient(() => world.serverWith());
    const { taskId } = (await send('tools/call', asking)).result;

    const { error } = await send(method, { taskId }, {});

    expect(error).toMatchObject({ code: -32_021, data: { requiredCapabilities: withTasks } });
    expect((await world.approvals.get(taskId))?.status).toBe('pending');
  });
});

test('the revision before has Tasks of another form, which the server does not have', async () => {
  const world = await createWorld();
  const { client } = await connect(() => world.serverWith(), '2025-11-25');

  expect(client.getServerCapabilities()?.tasks).toBeUndefined();
  const asked = client.request({ method: 'tasks/get', params: { taskId: 'any' } }, z.unknown());
  await expect(asked).rejects.toMatchObject({ code: -32_601 });
});

test.each([
  ['tasks/get', 'get'],
  ['tasks/cancel', 'withdraw'],
])('a store that fails is told without its words: %s', async (method, broken) => {
  const world = await createWorld();
  const { send } = rawClient(() => world.serverWith());
  const { taskId } = (await send('tools/call', asking)).result;
  Object.assign(world.approvals, { [broken]: () => Promise.reject(new Error('password=hunter2')) });

  const answer = await send(method, { taskId });

  expect(answer.error).toEqual({ code: -32_603, message: 'The approvals cannot be reached now.' });
  expect(JSON.stringify(world.told)).toContain('a request about a task failed');
});
