import { type Duration, type Logger, SlackApprovalError, type UserRule } from '@k8s-pizza/slack-approval';
import { type KnownKeys, readDuration, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import type { AskedKind } from './asked-kind.js';
import { ownTools } from './own-tools.js';
import type { PermissionPrompt } from './permission-prompt.js';

/** What clients of an MCP server can ask, and for whom. */
export interface McpServerOptions {
  /**
   * The kind that each tool asks about, by the tool's name, such as `request_approval`. A client passes the payload as the arguments of
   * the tool, and can add a `key`. The description of the tool is that of the kind's schema.
   */
  readonly tools: Readonly<Record<string, AskedKind>>;
  /** The name of the client, as the card shows it. Approvals of other requesters do not exist for it. 1 to 200 characters. */
  readonly requester: string;
  /** The person for whom the client works: on the card, and unable to approve unless the kind allows it. @default none */
  readonly onBehalfOf?: UserRule;
  /**
   * Answers the tool `permission_prompt`, by which Claude Code asks before it runs a tool: the `canUseTool` of a gate of
   * `@k8s-pizza/slack-approval-agents/claude`.
   *
   * @default there is no such tool
   */
  readonly permissionPrompt?: PermissionPrompt;
  /** How long a call waits for people before it answers `pending`: at most 50 s, as many clients end a call after a minute. @default 50s */
  readonly waitUpTo?: Duration;
  /** Gets errors, which the client does not see. @default warnings and errors to the console */
  readonly logger?: Logger;
}

const known = {
  tools: true,
  requester: true,
  onBehalfOf: true,
  permissionPrompt: true,
  waitUpTo: true,
  logger: true,
} satisfies KnownKeys<McpServerOptions>;

const maxWaitMs = 50_000;
const maxRequesterLength = 200;
/** https://modelcontextprotocol.io/specification/2026-07-28/server/tools */
const toolName = /^[\w.-]{1,128}$/;

/** @returns how long a call waits. @throws {SlackApprovalError} invalid_options — an option is missing, unknown or of the wrong type */
export function checkOptions(options: McpServerOptions): { readonly waitMs: number } {
  refuseUnknownKeys('createMcpServer', options, known);
  const { tools, requester, permissionPrompt, waitUpTo = '50s' } = options;
  const names = Object.keys(tools ?? {});
  if (names.length === 0) throw invalid('`tools` must hold at least one kind, by the name of its tool');
  for (const name of names) checkTool(name, tools[name]);
  if (typeof requester !== 'string' || requester.trim() === '' || requester.length > maxRequesterLength)
    throw invalid(`\`requester\` must be a name of 1 to ${maxRequesterLength} characters`);
  if (permissionPrompt !== undefined && typeof permissionPrompt !== 'function')
    throw invalid('`permissionPrompt` must be a function');
  const waitMs = readDuration('waitUpTo', waitUpTo);
  if (waitMs > maxWaitMs) throw invalid('`waitUpTo` must be at most 50s');
  return { waitMs };
}

function checkTool(name: string, kind: AskedKind | undefined): void {
  if (!toolName.test(name)) throw invalid(`\`tools\` has ${JSON.stringify(name)}, which is no name of a tool`);
  if (Object.values<string>(ownTools).includes(name))
    throw invalid(`\`tools.${name}\` is the name of a tool that the server has: choose another one`);
  if (typeof Object(kind).ask !== 'function')
    throw invalid(`\`tools.${name}\` must be a kind, which \`approvals.define\` returns`);
}

export function invalid(what: string, cause?: unknown): SlackApprovalError {
  return new SlackApprovalError('invalid_options', `createMcpServer: ${what}.`, cause === undefined ? {} : { cause });
}
