import type { Approval } from '@k8s-pizza/slack-approval';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type McpServer,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { isUnderWay, toAnswer } from './answer.js';
import { toResult } from './results.js';
import { ownApproval, type Session } from './session.js';

/** https://modelcontextprotocol.github.io/ext-tasks/specification/2026-07-28/tasks.html */
const extension = 'io.modelcontextprotocol/tasks';
/** An approval takes minutes: a client that asks more often only costs the store. */
const pollIntervalMs = 2_000;

export const tasksCapability = { [extension]: {} };

/** Whether the client declares Tasks on this request. Nothing that it declared earlier counts. */
export function takesTasks({ mcpReq: { envelope } }: ServerContext): boolean {
  const { extensions } = Object(Object(envelope)[CLIENT_CAPABILITIES_META_KEY]);
  return Object(extensions)[extension] !== undefined;
}

/** The task of an approval, which is stored by now. Its id is the approval's: 128 random bits, and only its requester can use it. */
export function toTask(approval: Approval<unknown>) {
  const { id: taskId, askedAt, decision, status } = approval;
  const task = {
    taskId,
    statusMessage: toAnswer(approval, null).message,
    createdAt: new Date(askedAt).toISOString(),
    lastUpdatedAt: new Date(decision?.decidedAt ?? askedAt).toISOString(),
    ttlMs: null,
    pollIntervalMs,
  };
  if (isUnderWay(approval)) return { ...task, status: 'working' };
  if (status === 'withdrawn') return { ...task, status: 'cancelled' };
  // the result that the call itself would have had
  return { ...task, status: 'completed', result: { ...toResult(toAnswer(approval, null)), resultType: 'complete' } };
}

const taskParams = z.object({ taskId: z.string() });

/** Answers `tasks/get`, `tasks/update` and `tasks/cancel`. */
export function registerTasks({ server }: McpServer, session: Session): void {
  // the SDK tells the client the message of what is thrown
  const unreached = (error: unknown): never => {
    session.log.error('ask_failed', 'a request about a task failed', { error });
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'The approvals cannot be reached now.');
  };
  const find = async (taskId: string, context: ServerContext) => {
    requireTasks(context);
    const approval = await ownApproval(session, taskId).catch(unreached);
    if (approval !== null) return approval;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such task.');
  };
  const params = taskParams;
  server.setRequestHandler('tasks/get', { params }, async ({ taskId }, context) => toTask(await find(taskId, context)));
  // no task asks the client for anything: what its user says is no vote
  server.setRequestHandler('tasks/update', { params }, async ({ taskId }, context) => {
    await find(taskId, context);
    return {};
  });
  server.setRequestHandler('tasks/cancel', { params }, async ({ taskId }, context) => {
    const { id } = await find(taskId, context);
    // if it is decided already, the task tells how
    const options = { by: session.requester.requester, reason: 'The client cancelled it.' };
    await session.approvals.withdraw(id, options).catch(unreached);
    return {};
  });
}

/** @throws {ProtocolError} the client does not declare Tasks, or speaks a revision that has another form of them */
function requireTasks(context: ServerContext): void {
  if (context.mcpReq.envelope === undefined)
    throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
  if (takesTasks(context)) return;
  throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: tasksCapability } });
}
