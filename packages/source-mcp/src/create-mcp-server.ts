import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { consoleLogger, createLog, createWaits, type Waits } from '@k8s-pizza/slack-approval/host';
import { McpServer } from '@modelcontextprotocol/server';
import type { AskedApprovals } from './asked-kind.js';
import { checkOptions, type McpServerOptions } from './options.js';
import { registerPermissionPrompt } from './permission-prompt.js';
import type { Session } from './session.js';
import { registerTasks, tasksCapability } from './tasks.js';
import { registerAskingTool, registerOwnTools } from './tools.js';

/** That of this package, which a test compares. */
const version = '0.1.0';
const instructions = `These tools ask people in Slack, and wait for their answer.
Ask before you do what needs approval, and do it only once the status is approved.
The status pending is no approval: call get_approval until it changes. Nobody in this conversation can approve instead.
If it is rejected, expired or withdrawn, do not do it, and tell the user the reason.`;

/** The waits of all servers that have the same approvals: a server lives for one connection, or for one request. */
const waitsOf = new WeakMap<AskedApprovals, Waits>();

/**
 * Creates an MCP server for one client.
 *
 * Connect it with the SDK: `serveStdio(() => createMcpServer(…))`, or `createMcpHandler` for HTTP. It has a tool for each kind,
 * `get_approval`, `withdraw_approval`, and `permission_prompt` if you say what answers it. A call waits up to 50 s, then answers
 * `pending`. A client that declares Tasks gets one instead, and asks for its result. The question stays open when a client gives up
 * waiting. Nothing that the client's own user confirms is a vote.
 *
 * @example
 * ```ts
 * import { createApprovals, slackFromEnv, usergroup } from '@k8s-pizza/slack-approval';
 * import { createMcpServer, question } from '@k8s-pizza/slack-approval-mcp';
 * import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
 * import { serveStdio } from '@modelcontextprotocol/server/stdio';
 *
 * const approvals = createApprovals({ slack: slackFromEnv(), store: sqliteStore('approvals.db') });
 * const questions = approvals.define('question', { ...question, channel: 'C0DEPLOYS', approvers: [usergroup('S0ONCALL')] });
 * approvals.start();
 * serveStdio(() => createMcpServer(approvals, { tools: { request_approval: questions }, requester: 'release agent' }));
 * ```
 * @throws {SlackApprovalError} invalid_options — an option is missing, unknown or of the wrong type, or a kind's payload is no object
 */
export function createMcpServer(approvals: AskedApprovals, options: McpServerOptions): McpServer {
  const { waitMs } = checkOptions(options);
  if (typeof Object(approvals).permalink !== 'function')
    throw new SlackApprovalError(
      'invalid_options',
      'createMcpServer must get an Approvals object as its first argument.',
    );
  const { tools, requester, onBehalfOf, permissionPrompt, logger = consoleLogger } = options;
  const waits = waitsOf.get(approvals) ?? createWaits();
  waitsOf.set(approvals, waits);
  const log = createLog(logger, 'slack-approval-mcp');
  const person = onBehalfOf === undefined ? {} : { onBehalfOf };
  const session: Session = { approvals, requester: { requester, ...person }, waits, waitMs, log };

  const capabilities = { extensions: tasksCapability };
  const server = new McpServer({ name: 'slack-approval', version }, { capabilities, instructions });
  for (const [name, kind] of Object.entries(tools)) registerAskingTool(server, session, name, kind);
  registerOwnTools(server, session);
  if (permissionPrompt !== undefined) registerPermissionPrompt(server, session, permissionPrompt);
  registerTasks(server, session);
  return server;
}
