import { type ApproverRule, type KindOptions, user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createMcpServer, type McpServerOptions, question } from '../src/index.js';

/** The revisions that the SDK serves, by the handshake that leads to each. */
export const revisions = { '2025-11-25': 'legacy', '2026-07-28': { pin: '2026-07-28' } } as const;
export type Revision = keyof typeof revisions;
export const everyRevision = Object.keys(revisions) as Revision[];

export const policy: { channel: string; approvers: ApproverRule[] } = {
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE')],
};
const deployment = z.strictObject({ version: z.string().describe('Such as 4.2.') }).describe('Deploys the api.');

type Deploy = KindOptions<z.output<typeof deployment>>;

/** Approvals beside a simulated Slack, and servers that ask a question in words, or for a deployment. */
export async function createWorld(deploy: Partial<Deploy> = {}) {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const { approvals } = world;
  const questions = approvals.define('question', { ...question, ...policy });
  // as: no change here is about stages
  const deployOptions = { ...policy, ...deploy } as Deploy;
  const deploys = approvals.define('deploy', { schema: deployment, ...deployOptions });
  const told: (readonly unknown[])[] = [];
  const tell = (...parts: unknown[]) => void told.push(parts);
  const serverWith = (changes: Partial<McpServerOptions> = {}) =>
    createMcpServer(approvals, {
      tools: { request_approval: questions, request_deploy: deploys },
      requester: 'agent',
      logger: { debug: tell, info: tell, warn: tell, error: tell },
      ...changes,
    });
  return { ...world, questions, deploys, told, serverWith };
}

/** A client of a server over HTTP, without a network between them. */
export async function connect(
  createServer: () => McpServer,
  revision: Revision = '2026-07-28',
  capabilities: ClientCapabilities = {},
) {
  const handler = createMcpHandler(createServer);
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { capabilities, versionNegotiation: { mode: revisions[revision] } },
  );
  const transport = new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), {
    fetch: async (url, init) => await handler.fetch(new Request(url, init)),
  });
  await client.connect(transport);
  onTestFinished(async () => {
    await client.close();
    await handler.close();
  });
  const call = async (name: string, given: Record<string, unknown>, signal?: AbortSignal) => {
    const {
      structuredContent,
      content,
      isError = false,
    } = await client.callTool({ name, arguments: given }, signal === undefined ? {} : { signal });
    const [said] = content;
    return { answer: Object(structuredContent), text: said?.type === 'text' ? said.text : '', isError };
  };
  return { client, call };
}

export const title = 'Deploy api 4.2?';
