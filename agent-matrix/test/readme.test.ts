import { readFileSync } from 'node:fs';
import { approvalGate } from '@k8s-pizza/slack-approval-agents/ai-sdk';
import { generateText, isStepCount, tool } from 'ai';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { createAgentWorld, refund4711 } from './agent-world.js';
import { scriptedModel } from './programs/ai-sdk.js';
import { refundSchema } from './programs/program.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const section = readme.slice(readme.indexOf('## Ask from anywhere'));
const [, block = ''] = /^```ts agents\n(.*?)^```$/ms.exec(section) ?? [];
const lines = block.split('\n').filter((line) => !/^(?:import|declare) |^$/.test(line));

/** What the block imports and declares, under its names. */
type Given = Readonly<Record<string, unknown>>;

/** Runs the block as it stands. @returns what it prints */
async function runBlock(given: Given): Promise<string> {
  const { code } = await transform(lines.join('\n'), { loader: 'ts', supported: { 'top-level-await': true } });
  const printed: string[] = [];
  const print = { log: (text: string) => void printed.push(text) };
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction(...Object.keys(given), 'console', code)(...Object.values(given), print);
  return printed.join('\n');
}

async function anAgent() {
  const world = await createAgentWorld();
  const execute = async ({ order, amount }: { order: string; amount: number }) => {
    world.done.push(`refunded ${amount} of ${order}`);
    return `refunded ${amount}`;
  };
  const refund = tool({ inputSchema: refundSchema, execute });
  const { refunds } = world;
  const running = runBlock({
    approvalGate,
    generateText,
    isStepCount,
    model: scriptedModel([refund4711]),
    refund,
    refunds,
  });
  return { ...world, running };
}

test('the agent of the README takes at most ten lines beside what it imports and declares', () => {
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(10);
});

test('the agent of the README runs its tool once people approve it', async () => {
  const { running, expectCard, approve, done } = await anAgent();
  const card = await expectCard({ text: '4711' });
  expect(done).toEqual([]);

  await approve(card, { as: 'U0ALICE' });

  expect(await running).toContain('refunded 40');
  expect(done).toEqual(['refunded 40 of 4711']);
});

test('its model reads why people reject it', async () => {
  const { running, expectCard, reject, done } = await anAgent();

  await reject(await expectCard(), { as: 'U0ALICE', reason: 'It was hot.' });

  expect(await running).toContain('It was hot.');
  expect(done).toEqual([]);
});
