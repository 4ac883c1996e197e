import type { Approval } from '@k8s-pizza/slack-approval';
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answerSchema, isUnderWay, toAnswer } from './answer.js';
import { ask } from './ask.js';
import type { AskedKind } from './asked-kind.js';
import { askingTool, readArguments } from './asking-tool.js';
import { ownTools } from './own-tools.js';
import { answerErrors, failed, toResult, unknownApproval } from './results.js';
import { ownApproval, type Session, waitForAnswer } from './session.js';
import { takesTasks, toTask } from './tasks.js';

const asksPeople = { readOnlyHint: false, destructiveHint: false, openWorldHint: true };
const onlyReads = { readOnlyHint: true, openWorldHint: true };
const approvalId = z.string().describe('The approvalId of the question.');

/** Adds the tool of a kind. */
export function registerAskingTool(server: McpServer, session: Session, tool: string, kind: AskedKind): void {
  const config = { ...askingTool(tool, kind), outputSchema: answerSchema, annotations: asksPeople };
  server.registerTool(tool, config, async (given, context) =>
    answerErrors(session.log, async () => {
      const approval = await ask({ kind, ...readArguments(given) }, session.requester);
      return takesTasks(context) && isUnderWay(approval)
        ? createTask(approval)
        : await answer(session, approval.id, context);
    }),
  );
}

/** Adds the tools that every server has. */
export function registerOwnTools(server: McpServer, session: Session): void {
  const get = {
    title: 'Get approval',
    description: 'Reads the answer to a question that you asked. While it is pending, it waits up to a minute.',
    inputSchema: z.object({ approvalId }),
    outputSchema: answerSchema,
    annotations: onlyReads,
  };
  server.registerTool(ownTools.get, get, async ({ approvalId: id }, context) =>
    answerErrors(session.log, () => answer(session, id, context)),
  );
  const withdraw = {
    title: 'Withdraw approval',
    description: 'Withdraws a question that you asked and that nobody needs to answer any more.',
    inputSchema: z.object({ approvalId, reason: z.string().min(1).describe('Why, for the people who were asked.') }),
    outputSchema: answerSchema,
    annotations: asksPeople,
  };
  server.registerTool(ownTools.withdraw, withdraw, async ({ approvalId: id, reason }) =>
    answerErrors(session.log, () => withdrawOwn(session, id, reason)),
  );
}

/** A task of Tasks; the members beside its own are what the tool promises. */
function createTask(approval: Approval<unknown>): CallToolResult {
  return { ...toResult(toAnswer(approval, null)), ...toTask(approval), resultType: 'task' };
}

async function answer(session: Session, id: string, { mcpReq: { signal } }: ServerContext): Promise<CallToolResult> {
  const found = await waitForAnswer(session, id, signal);
  return found === null ? unknownApproval : toResult(found);
}

async function withdrawOwn(session: Session, id: string, reason: string): Promise<CallToolResult> {
  if ((await ownApproval(session, id)) === null) return unknownApproval;
  const { approvals, requester } = session;
  const result = await approvals.withdraw(id, { by: requester.requester, reason });
  if (!result.ok) return failed(`${result.explanation} [${result.code}]`);
  return toResult(toAnswer(result.approval, null));
}
