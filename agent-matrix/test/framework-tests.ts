import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createAgentWorld, refund4711, refundKind } from './agent-world.js';
import type { Program } from './programs/program.js';

/** How a framework differs from the others. */
export interface FrameworkUnderTest {
  /** Names the suite, and the program that runs in another process: `<module>#<export>` in `programs`. */
  readonly name: string;
  readonly program: Program;
  /** Whether an approver can change the arguments. */
  readonly takesEdits: boolean;
  /** Whether an approved call runs if a call beside it was rejected. */
  readonly runsBesideRejected: boolean;
  /** Whether a process goes on with what the framework has stored. */
  readonly isDurable: boolean;
  /** Replaces 40 by 4000 in the saved text. @default a test of the framework does it */
  readonly tamper?: (saved: string) => string;
}

const twoCalls = [
  { id: 'call-1', tool: 'refund', input: { order: '4711', amount: 40 } },
  { id: 'call-2', tool: 'refund', input: { order: '4712', amount: 50 } },
] as const;

/** Registers what every framework has to prove. */
export function frameworkTests(framework: FrameworkUnderTest): void {
  describe(framework.name, () => {
    oneCall(framework);
    severalCalls(framework);
    if (framework.isDurable) killed(framework);
    if (framework.tamper !== undefined) tampered(framework, framework.tamper);
  });
}

function oneCall({ program, takesEdits }: FrameworkUnderTest): void {
  test('runs the tool once people have approved it, and not before', async () => {
    const world = await createAgentWorld();
    const told = world.run(program);
    const card = await world.expectCard({ text: 'Refund order 4711?' });
    expect(JSON.stringify(card.blocks)).toContain('40');
    expect(world.done).toEqual([]);

    await world.approve(card, { as: 'U0ALICE' });

    expect(await told).toContain('refunded 40');
    expect(world.done).toEqual(['refunded 40 of 4711']);
  });

  test('tells the model the reason of a rejection, and runs nothing', async () => {
    const world = await createAgentWorld();
    const told = world.run(program);

    await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'Not before the weekend.' });

    expect(await told).toContain('Not before the weekend.');
    expect(world.done).toEqual([]);
  });

  test('tells the model that nobody answered in time', async () => {
    const world = await createAgentWorld();
    const told = world.run(program);
    await world.expectCard();

    await world.advance('25h');

    expect(await told).toContain('Nobody answered the request for approval of');
    expect(world.done).toEqual([]);
  });

  test('shows for whom it asks', async () => {
    const world = await createAgentWorld();
    const told = world.run(program, { onBehalfOf: user('U0BOB') });

    const card = await world.expectCard();
    await world.approve(card, { as: 'U0ALICE' });

    expect(JSON.stringify(card.blocks)).toContain('U0BOB');
    expect(card.approval).toMatchObject({ requester: 'support agent', onBehalfOf: { userId: 'U0BOB' } });
    expect(await told).toContain('refunded 40');
  });

  test(takesEdits ? 'runs the tool with what an approver edited' : 'never runs what an approver edited', async () => {
    const world = await createAgentWorld({ inputs: { amount: { type: 'number', label: 'Amount' } } });
    const told = world.run(program);

    await world.approveWith('25');

    expect(await told).toContain(takesEdits ? 'refunded 25' : 'Make a new call with exactly these arguments.');
    expect(world.done).toEqual(takesEdits ? ['refunded 25 of 4711'] : []);
  });

  test('tells the model what is wrong with arguments that people cannot be asked about', async () => {
    const world = await createAgentWorld();

    const told = world.run(program, {
      calls: [{ ...refund4711, input: { order: 'x'.repeat(40_000), amount: 40 } }],
    });

    expect(await told).toContain('32768 bytes');
    expect(world.done).toEqual([]);
    expect(await world.cards()).toEqual([]);
  });

  test('runs a call that needs no approval', async () => {
    const world = await createAgentWorld();

    await world.run(program, { needsApproval: ({ input }) => Object(input).amount > 50 });

    expect(world.done).toEqual(['refunded 40 of 4711']);
    expect(await world.cards()).toEqual([]);
  });
}

function severalCalls({ program, runsBesideRejected }: FrameworkUnderTest): void {
  test('asks about each call of a step', async () => {
    const world = await createAgentWorld();
    const told = world.run(program, { calls: twoCalls });
    for (const { order } of twoCalls.map(({ input }) => input))
      await world.approve(await world.expectCard({ text: order, status: 'pending' }), { as: 'U0ALICE' });

    expect(await told).toContain('refunded 50');
    expect([...world.done].sort()).toEqual(['refunded 40 of 4711', 'refunded 50 of 4712']);
  });

  test(`${runsBesideRejected ? 'runs' : 'does not run'} an approved call beside a rejected one`, async () => {
    const world = await createAgentWorld();
    const told = world.run(program, { calls: twoCalls });
    const cardOf = (text: string) => world.expectCard({ text, status: 'pending' });

    await world.approve(await cardOf('4711'), { as: 'U0ALICE' });
    await world.reject(await cardOf('4712'), { as: 'U0ALICE', reason: 'Not this one.' });

    expect(await told).toContain('Not this one.');
    expect(world.done).toEqual(runsBesideRejected ? ['refunded 40 of 4711'] : []);
  });

  test('leaves tools alone that it does not name', async () => {
    const world = await createAgentWorld();

    await world.run(program, { calls: [{ id: 'call-1', tool: 'look', input: { order: '4711' } }] });

    expect(world.done).toEqual(['looked at 4711']);
    expect(await world.cards()).toEqual([]);
  });
}

/** It starts two processes, one after the other, and each loads a framework. */
const patient = { timeout: 180_000 };

const childProgram = fileURLToPath(new URL('child.ts', import.meta.url));

function killed({ name }: FrameworkUnderTest): void {
  test(
    'killed between question and answer, it goes on with the same card from the state of the framework',
    patient,
    async () => {
      const { world, start, read, hasStored } = await createProcesses(name);
      const first = start('call-1');
      const card = await vi.waitUntil(() => world.slack.messages('C0PIZZA')[0], { timeout: 90_000, interval: 50 });
      await vi.waitUntil(hasStored, { timeout: 90_000, interval: 50 });
      await kill(first);
      expect(read('done')).toBe('');

      const [actionId = ''] = /approval:[^":]+:approve\b/.exec(JSON.stringify(card.blocks)) ?? [];
      await world.slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts: card.ts, actionId });
      // its model would make another call, which would be another card
      await ended(start('call-2'));

      expect(read('told')).toContain('refunded 40');
      expect(read('done')).toBe('refunded 40 of 4711\n');
      expect(world.slack.messages('C0PIZZA')).toHaveLength(1);
    },
  );
}

function tampered({ program }: FrameworkUnderTest, tamper: (saved: string) => string): void {
  test('an approval never counts for arguments that were changed in the stored state', async () => {
    const world = await createAgentWorld();
    const asked = world.run(program);
    const card = await world.expectCard();
    const stored = await vi.waitFor(() => {
      const text = world.saved.load() ?? '';
      expect(tamper(text)).not.toBe(text);
      return text;
    });
    await world.approve(card, { as: 'U0ALICE' });
    await asked;
    world.done.length = 0;

    world.saved.save(tamper(stored));
    const told = world.run(program);

    expect(await told).toContain('differs from the one that people were asked about');
    expect(world.done).toEqual([]);
  });
}

/** One process for the program, and one that takes the clicks, on one store. */
async function createProcesses(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = sqliteStore(join(folder, 'approvals.db'));
  onTestFinished(() => store.close());
  const world = await createTestApprovals({
    startAt: Date.now(),
    create: (options) => createApprovals({ ...options, store }),
  });
  onTestFinished(() => world.close());
  world.approvals.define('refund', refundKind);
  const { botToken, signingSecret, apiUrl } = world.slack;
  writeFileSync(join(folder, 'slack'), JSON.stringify({ token: botToken, signingSecret, apiUrl }));
  const start = (callId: string) => {
    const args = ['--conditions=@k8s-pizza/source', '--import', 'tsx', childProgram, folder, program, callId];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  const hasStored = () => ['saved', 'mastra.db'].some((stored) => existsSync(join(folder, stored)));
  return { world, start, read, hasStored };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await ended(child);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}
