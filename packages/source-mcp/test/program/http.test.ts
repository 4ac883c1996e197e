import { request } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everyRevision, revisions, title } from '../world.js';
import { aSlack, press, runHere, served, token } from './running.js';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request with any headers: `fetch` sets Host itself. */
function send(url: string, { path = '/mcp', method = 'POST', headers, body = JSON.stringify(initialize) }: Sent = {}) {
  const given = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
  };
  return new Promise<{ status: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers: given }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      response.on('end', () => resolve({ status: response.statusCode, type: response.headers['content-type'], text }));
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

test.each(everyRevision)('a client with the token asks over HTTP, by revision %s', async (revision) => {
  const { slack, url } = await served();
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: revisions[revision] } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  onTestFinished(() => client.close());

  const asking = client.callTool({ name: 'request_approval', arguments: { title } });
  await press(slack, 'approve');

  expect((await asking).structuredContent).toMatchObject({ status: 'approved', decidedBy: ['U0ALICE'] });
  expect(client.getNegotiatedProtocolVersion()).toBe(revision);
});

describe('a request is refused', () => {
  test.each<[string, Sent, number]>([
    ['without a token', { headers: { authorization: '' } }, 401],
    ['with another token', { headers: { authorization: `Bearer ${token}x` } }, 401],
    ['with an empty token', { headers: { authorization: 'Bearer ' } }, 401],
    ['with the token as a password', { headers: { authorization: `Basic ${btoa(`a:${token}`)}` } }, 401],
    ['at another path', { path: '/' }, 404],
    ['for a name that points here', { headers: { host: 'evil.example' } }, 403],
    ['from a page of another site', { headers: { origin: 'https://evil.example' } }, 403],
    ['that is no JSON', { headers: { 'content-type': 'text/plain' } }, 415],
    ['that is too large', { body: JSON.stringify({ ...initialize, filler: 'a'.repeat(1_000_001) }) }, 413],
    ['that asks for a stream of events', { method: 'GET' }, 405],
  ])('%s', async (_, sent, status) => {
    const { url, slack } = await served();

    const answer = await send(url, sent);

    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain(token);
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('and the same one with the token is not', async () => {
    const { url } = await served();

    expect((await send(url)).status).toBe(200);
  });
});

test('an answer is a stream, which no proxy takes for a dead connection', async () => {
  const { url, slack } = await served();
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  };
  const params = { name: 'request_approval', arguments: { title }, _meta: meta };
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'request_approval' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

  const asking = send(url, { headers, body });
  await press(slack, 'approve');
  const { type, text } = await asking;

  expect(type).toBe('text/event-stream');
  expect(text).toContain('"status":"approved"');
});

test('a port that is taken is named', async () => {
  const { url } = await served();
  const { env } = await aSlack();
  const { port } = new URL(url);

  const { ended } = runHere(['--http', port], { ...env, SLACK_APPROVAL_MCP_TOKEN: token });

  await expect(ended).rejects.toMatchObject({
    name: 'SettingsError',
    message: `Nothing can listen at 127.0.0.1, port ${port} (EADDRINUSE): name others.`,
  });
});

test('it stops listening when it is interrupted', async () => {
  const { url, server } = await served();

  server.interrupt();
  await server.ended;

  await expect(send(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a person reads on standard error why no card appears', async () => {
  const { url, server } = await served(['--channel', 'C0NOWHERE', '--approver', 'channel-members']);
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  onTestFinished(() => client.close());
  const asking = client.callTool({ name: 'request_approval', arguments: { title } });
  asking.catch(() => undefined);

  const said = await server.complains(/channel_not_found/);

  expect(said).toMatch(/^slack-approval-mcp listens at http:/);
  expect(said).not.toMatch(/xox|xapp/);
});
