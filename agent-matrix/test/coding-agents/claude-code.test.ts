import { describe, expect, test } from 'vitest';
import { createClaudeCodeProject, guide, settings, withoutPrompts, withPrompts } from './claude-code-project.js';
import type { ModelCall } from './scripted-model.js';

const bash = (command: string): ModelCall => ({ tool: 'Bash', input: { command, description: 'Deploys' } });
const touch = bash('touch deployed.txt');
const question = { title: 'Deploy api 4.2?', fields: { Command: './deploy.sh 4.2' } };
const ask: ModelCall = { tool: 'mcp__approvals__request_approval', input: question };

describe('a permission prompt of Claude Code', () => {
  test('runs the call once people approve exactly what it does', async () => {
    const world = await createClaudeCodeProject([touch]);
    const running = world.run(withPrompts);

    const card = await world.card('touch deployed.txt');
    expect(JSON.stringify(card.blocks)).toMatch(/Run Bash\?.*U0CAROL/);
    expect(world.has('deployed.txt')).toBe(false);
    await world.approve(card);

    expect(await running.told()).toEqual([expect.stringContaining('completed with no output')]);
    expect(world.has('deployed.txt')).toBe(true);
  });

  test('tells the model the reason of a no, and runs nothing', async () => {
    const world = await createClaudeCodeProject([touch]);
    const running = world.run(withPrompts);

    await world.reject(await world.card('touch deployed.txt'), 'Not before the weekend.');

    expect(await running.told()).toEqual([expect.stringContaining('Not before the weekend.')]);
    expect(world.has('deployed.txt')).toBe(false);
  });

  test('asks about each call of a session', async () => {
    const world = await createClaudeCodeProject([touch, bash('rm deployed.txt')]);
    const running = world.run(withPrompts);

    await world.approve(await world.card('touch deployed.txt'));
    await world.reject(await world.card('rm deployed.txt'), 'Keep it.');

    expect((await running.told())[1]).toContain('Keep it.');
    expect(world.has('deployed.txt')).toBe(true);
  });

  test.each(['acceptEdits', 'auto', 'bypassPermissions'])(
    'asks what a rule says to ask in the mode %s',
    async (mode) => {
      const world = await createClaudeCodeProject([bash('git push origin main')]);
      // Claude Code lets no administrator bypass permissions outside a sandbox
      const running = world.run(`${withPrompts} --permission-mode ${mode}`, { IS_SANDBOX: '1' });

      await world.reject(await world.card('git push origin main'), 'Not today.');

      expect(await running.told()).toEqual([expect.stringContaining('Not today.')]);
    },
  );

  test('is not asked about what its rules allow', async () => {
    const world = await createClaudeCodeProject([touch, bash('ls')]);

    expect(await world.run(`${withPrompts} --allowedTools "Bash(touch *)"`).told()).toEqual([
      expect.any(String),
      'deployed.txt',
    ]);
    expect(world.cards()).toEqual([]);
  });

  test('a server that cannot start ends the session before anything runs', async () => {
    const world = await createClaudeCodeProject([touch]);
    const { ended } = world.run(`${withPrompts} --allowedTools Bash`, { SLACK_CHANNEL: '' });

    expect(await ended).toEqual({ code: 1, output: expect.stringContaining('mcp__approvals__permission_prompt') });
    expect(world.has('deployed.txt')).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is withdrawn when the session is interrupted: %s', async (signal) => {
    const world = await createClaudeCodeProject([touch]);
    const running = world.run(`exec ${withPrompts}`);
    await world.card('touch deployed.txt');

    running.interrupt(signal);
    await running.ended;
    await world.serversEnd();
    // Claude Code kills its server after half a second: the next one tells Slack what that could not
    const next = await world.startServer();
    await world.cardsClose();
    next.stop();

    expect(JSON.stringify(world.cards())).toContain('ithdrawn');
    expect(world.has('deployed.txt')).toBe(false);
  });
});

describe('Claude Code asks', () => {
  test('and reads that people approved', async () => {
    const world = await createClaudeCodeProject([ask]);
    world.write('CLAUDE.md', guide.find('text', 'request_approval'));
    const running = world.run(withoutPrompts);

    const card = await world.card('Deploy api 4.2?');
    expect(JSON.stringify(card.blocks)).toContain('./deploy.sh 4.2');
    await world.approve(card);

    const [answer = ''] = await running.told();
    expect(JSON.parse(answer)).toMatchObject({ status: 'approved', decidedBy: ['U0ALICE'] });
    expect(JSON.stringify(world.model.requests[0])).toContain('Go on only if it is');
  });

  test('and reads the reason of a no', async () => {
    const world = await createClaudeCodeProject([ask]);
    const running = world.run(withoutPrompts);

    await world.reject(await world.card('Deploy api 4.2?'), 'Not before the weekend.');

    const [answer = ''] = await running.told();
    expect(JSON.parse(answer)).toMatchObject({ status: 'rejected', reason: 'Not before the weekend.' });
  });

  test('and reads the answer again, without asking whether it may', async () => {
    const get = ([first = '']: readonly string[]): ModelCall => ({
      tool: 'mcp__approvals__get_approval',
      input: { approvalId: JSON.parse(first).approvalId },
    });
    const world = await createClaudeCodeProject([ask, get]);
    const running = world.run(withPrompts);

    await world.approve(await world.card('Deploy api 4.2?'));

    const [first, again] = await running.told();
    expect(JSON.parse(again ?? '')).toEqual(JSON.parse(first ?? ''));
    expect(world.cards()).toHaveLength(1);
  });

  test('and goes on with the same card after it was interrupted', async () => {
    // people may answer before the second session asks
    const world = await createClaudeCodeProject([{ ...ask, input: { ...question, key: 'deploy-api-4.2' } }]);
    const first = world.run(`exec ${withoutPrompts}`);
    await world.card('Deploy api 4.2?');
    first.interrupt('SIGTERM');
    await first.ended;
    await world.serversEnd();

    const second = world.run(withoutPrompts);
    await world.approve(await world.card('Deploy api 4.2?'));

    expect(await second.told()).toEqual([expect.stringContaining('"status":"approved"')]);
    expect(world.cards()).toHaveLength(1);
  });

  test('never by the tool for permission prompts, which it does not see', async () => {
    const world = await createClaudeCodeProject([
      { tool: 'mcp__approvals__permission_prompt', input: { tool_name: 'Bash', input: {} } },
    ]);

    const [answer] = await world.run(withoutPrompts).told();

    expect(answer).toContain('No such tool');
    expect(JSON.stringify(world.model.requests[0])).toContain('mcp__approvals__get_approval');
    expect(JSON.stringify(world.model.requests[0])).not.toContain('mcp__approvals__permission_prompt');
  });

  test('in every project, once the server is added for all of them', async () => {
    const world = await createClaudeCodeProject([ask], settings);
    const running = world.run(`${guide.find('sh', 'claude mcp add-json')}${withoutPrompts}`);

    await world.approve(await world.card('Deploy api 4.2?'));

    expect(await running.told()).toEqual([expect.stringContaining('"status":"approved"')]);
  });
});
