export type { AskedApprovals, AskedKind } from './asked-kind.js';
export { createMcpServer } from './create-mcp-server.js';
export type { McpServerOptions } from './options.js';
export type { PermissionAnswer, PermissionPrompt } from './permission-prompt.js';
export { question } from './question.js';
