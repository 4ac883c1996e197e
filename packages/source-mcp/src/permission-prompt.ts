import { randomUUID } from 'node:crypto';
import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ownTools } from './own-tools.js';
import type { Session } from './session.js';
import { withProgress } from './with-progress.js';

/** What Claude Code is told about a tool that it wants to run. */
export type PermissionAnswer =
  | { readonly behavior: 'allow'; readonly updatedInput: Record<string, unknown> }
  | { readonly behavior: 'deny'; readonly message: string };

/** Asks people about one call of a tool, and waits for their answer. */
export type PermissionPrompt = (
  toolName: string,
  input: Record<string, unknown>,
  context: { readonly signal: AbortSignal; readonly toolUseID: string },
) => Promise<PermissionAnswer>;

/** https://code.claude.com/docs/en/cli-reference names the flag; its arguments are what Claude Code sends. */
const inputSchema = z.object({
  tool_name: z.string(),
  input: z.record(z.string(), z.unknown()),
  tool_use_id: z.string().optional(),
});

/** Adds the tool `permission_prompt`. */
export function registerPermissionPrompt(server: McpServer, session: Session, prompt: PermissionPrompt): void {
  const description =
    'Asks people in Slack whether a tool may run, and waits for their answer. For --permission-prompt-tool of Claude Code: do not call it yourself.';
  server.registerTool(
    ownTools.prompt,
    { title: 'Permission prompt', description, inputSchema },
    async ({ tool_name: tool, input, tool_use_id: toolUseID = randomUUID() }, { mcpReq }) => {
      const ask = () => prompt(tool, input, { signal: mcpReq.signal, toolUseID });
      return toResult(await answer(() => withProgress(mcpReq, ask), session));
    },
  );
}

/** An error denies: a tool must not run because people could not be asked. */
async function answer(prompt: () => Promise<PermissionAnswer>, { log }: Session): Promise<PermissionAnswer> {
  try {
    return await prompt();
  } catch (error) {
    log.error('ask_failed', 'a permission prompt failed', { error });
    return { behavior: 'deny', message: 'People could not be asked. The tool did not run.' };
  }
}

function toResult(permission: PermissionAnswer): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(permission) }] };
}
