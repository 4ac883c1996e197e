import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { user } from '@k8s-pizza/slack-approval';
import { type SourceQuestion, type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { bundleInRun } from 'test-engines/in-this-run';
import { runProgram } from 'test-sources/run-program';
import { createMcpServer, question } from '../src/index.js';
import { serveHttp } from '../src/program/serve-http.js';

const server = await bundleInRun(new URL('../src/bin.ts', import.meta.url));
const client = fileURLToPath(new URL('ask-and-wait.mjs', import.meta.url));

const runClient = (to: string, asked: SourceQuestion, env: Readonly<Record<string, string>>) =>
  runProgram({ command: process.execPath, args: [client, to, asked.key, asked.argument], env }, asked);

/** Each client starts another server, and all of them share a file. */
const overStdio: StartSource = async ({ slack, channelId, approverId }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
  // clicks come by Socket Mode
  slack.requestUrl = null;
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL: channelId,
    SLACK_APPROVER: approverId,
    HOME: folder,
  };
  return {
    run: (asked) => runClient(server, asked, env),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

const token = 'agent-0123456789abcdef0123456789abcdef';

const overHttp: StartSource = async ({ approvals, channelId, approverId }) => {
  const policy = { channel: channelId, approvers: [user(approverId)] };
  const questions = approvals.define('question', { ...question, ...policy });
  const createServer = () => createMcpServer(approvals, { tools: { request_approval: questions }, requester: 'agent' });
  const { url, close } = await serveHttp(createServer, { port: 0, host: '127.0.0.1', token }, () => undefined);
  return { run: (asked) => runClient(url, asked, { SLACK_APPROVAL_MCP_TOKEN: token }), close };
};

sourceContract({ name: 'MCP, stdio', start: overStdio });
sourceContract({ name: 'MCP, HTTP', start: overHttp });
