import type { CanUseTool, PermissionResult } from '@anthropic-ai/claude-agent-sdk';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/claude';
import { expect, test } from 'vitest';
import { createAgentWorld } from './agent-world.js';
import { frameworkTests } from './framework-tests.js';
import { claude } from './programs/claude.js';

frameworkTests({
  name: 'Claude Agent SDK',
  program: claude,
  takesEdits: true,
  runsBesideRejected: true,
  isDurable: false,
});

test('canUseTool is what the SDK declares', async () => {
  const { refunds } = await createAgentWorld();
  const gate = approvalGate({ tools: { Bash: refunds }, requester: 'agent', conversation: 'chat-7' });
  const canUseTool: CanUseTool = gate.canUseTool;

  const context = { signal: new AbortController().signal, toolUseID: 'call-1', requestId: 'request-1' };
  const answer: PermissionResult | null = await canUseTool('Read', { file_path: '/etc/passwd' }, context);

  expect(answer).toMatchObject({ behavior: 'deny' });
});
