import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type ApproverRule,
  channelMembers,
  createApprovals,
  type Logger,
  slackFromEnv,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import { describeToolCall, type ToolCall } from '@k8s-pizza/slack-approval-agents';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/claude';
import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createMcpServer, type McpServerOptions, question } from '../index.js';
import { type Environment, type Settings, SettingsError } from './settings.js';

/** Approvals that are connected to Slack, and the servers that ask them. */
export interface Opened {
  readonly createServer: () => ReturnType<typeof createMcpServer>;
  close(): Promise<void>;
}

/** Opens the store, connects to Slack, and defines what clients can ask. */
export async function openApprovals(settings: Settings, environment: Environment, logger: Logger): Promise<Opened> {
  const store = await openStore(settings.store);
  try {
    const approvals = createApprovals({ slack: slackFromEnv(environment), store, logger });
    const options = { ...defineTools(approvals, settings), logger };
    const { SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = environment;
    const connection = await connectSocketMode(approvals, { appToken, apiUrl, logger });
    approvals.start();
    return {
      createServer: () => createMcpServer(approvals, options),
      async close() {
        await approvals.flush();
        await connection.close();
        await approvals.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function defineTools(approvals: ReturnType<typeof createApprovals>, settings: Settings): McpServerOptions {
  const { requester, onBehalfOf } = settings;
  const policy = {
    channel: settings.channels,
    approvers: settings.approvers.map(toRule),
    // as: it was checked
    expiresIn: settings.expires as '24h',
  };
  const questions = approvals.define('question', { ...question, ...policy });
  const calls = approvals.define<ToolCall>('tool-call', { card: describeToolCall, ...policy });
  const person = onBehalfOf === null ? {} : { onBehalfOf: user(onBehalfOf) };
  // Claude's own ids of calls are unique
  const gate = approvalGate({ tools: {}, otherTools: calls, requester, ...person, conversation: 'mcp' });
  return { tools: { request_approval: questions }, requester, ...person, permissionPrompt: gate.canUseTool };
}

function toRule(approver: string): ApproverRule {
  if (approver === 'channel-members') return channelMembers();
  return approver.startsWith('S') ? usergroup(approver) : user(approver);
}

async function openStore(path: string) {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return sqliteStore(path);
  } catch (error) {
    throw new SettingsError(
      `The file ${path} cannot be opened (${Object(error).code}): name another one with --store.`,
      { cause: error },
    );
  }
}
