import { describe, expect, test } from 'vitest';
import { createCodexProject, guide, server } from './codex-project.js';
import type { ModelCall } from './scripted-model.js';

const hook = guide.find('toml', 'slack-approval ask');

const question = { title: 'Deploy api 4.2?', fields: { Command: './deploy.sh 4.2' } };
const ask: ModelCall = { tool: 'mcp__approvals/request_approval', input: question };
const command = (cmd: string): ModelCall => ({ tool: 'exec_command', input: { cmd } });

describe('Codex asks', () => {
  test('and reads that people approved', async () => {
    const world = await createCodexProject([ask]);
    world.write('AGENTS.md', guide.find('text', 'request_approval'));
    const running = world.run();

    const card = await world.card('Deploy api 4.2?');
    expect(JSON.stringify(card.blocks)).toMatch(/U0CAROL.*deploy\.sh 4\.2|deploy\.sh 4\.2.*U0CAROL/);
    await world.approve(card);

    const [answer] = await running.told();
    expect(answer).toContain('"status":"approved"');
    expect(answer).toContain('"decidedBy":["U0ALICE"]');
    expect(JSON.stringify(world.model.requests[0])).toContain('Go on only if it is');
  });

  test('and reads the reason of a no', async () => {
    const world = await createCodexProject([ask]);
    const running = world.run();

    await world.reject(await world.card('Deploy api 4.2?'), 'Not before the weekend.');

    const [answer] = await running.told();
    expect(answer).toContain('"status":"rejected"');
    expect(answer).toContain('"reason":"Not before the weekend."');
  });

  test('and reads the answer again', async () => {
    const get = ([first = '']: readonly string[]): ModelCall => {
      const [, approvalId = ''] = /"approvalId":"(\w+)"/.exec(first) ?? [];
      return { tool: 'mcp__approvals/get_approval', input: { approvalId } };
    };
    const world = await createCodexProject([ask, get]);
    const running = world.run();

    await world.approve(await world.card('Deploy api 4.2?'));

    const approved = expect.stringContaining('"status":"approved"');
    expect(await running.told()).toEqual([approved, approved]);
  });

  test('and goes on with the same card after it was interrupted', async () => {
    // people may answer before the second session asks
    const world = await createCodexProject([{ ...ask, input: { ...question, key: 'deploy-api-4.2' } }]);
    const first = world.run();
    await world.card('Deploy api 4.2?');
    first.interrupt('SIGINT');
    await first.ended;
    await world.serversEnd();

    const second = world.run();
    await world.approve(await world.card('Deploy api 4.2?'));

    expect(await second.told()).toEqual([expect.stringContaining('"status":"approved"')]);
    expect(world.cards()).toHaveLength(1);
  });

  test('while its commands stay in the sandbox, without the tokens', async () => {
    const reach = command("node -e 'fetch(process.env.SLACK)' && touch reached.txt");
    const world = await createCodexProject([ask, reach, command('env | grep -c SLACK_')]);
    const running = world.run('', { SLACK: world.variables.SLACK_API_URL });

    await world.approve(await world.card('Deploy api 4.2?'));

    const [, reached, seen] = await running.told();
    expect(reached).toContain('exited with code 1');
    expect(world.has('reached.txt')).toBe(false);
    expect(seen).toMatch(/exited with code 1.*\n0\n/s);
  });

  test('only if its settings say that it may', async () => {
    const world = await createCodexProject([ask], [server.replace(/^default_tools_approval_mode.*$/m, '')]);

    expect(await world.run().told()).toEqual([expect.stringContaining('approval policy is never')]);
    expect(world.cards()).toEqual([]);
  });

  test('never by the tool for permission prompts, which it does not see', async () => {
    const world = await createCodexProject([
      { tool: 'mcp__approvals/permission_prompt', input: { tool_name: 'Bash', input: {} } },
    ]);

    expect(await world.run().told()).toEqual([expect.stringContaining('unsupported call')]);
    expect(world.cards()).toEqual([]);
  });
});

test('Codex does not start without its server', async () => {
  const world = await createCodexProject([command('touch deployed.txt')]);
  const { ended } = world.run('', { SLACK_CHANNEL: '' });

  expect(await ended).toEqual({ code: 1, output: expect.stringContaining('required MCP servers failed') });
  expect(world.has('deployed.txt')).toBe(false);
});

test('Codex denies what needs a permission, and hands the question to no one', async () => {
  const escalated = { cmd: 'touch deployed.txt', sandbox_permissions: 'require_escalated', justification: 'To deploy' };
  const world = await createCodexProject([{ tool: 'exec_command', input: escalated }]);

  expect(await world.run('--config approval_policy=on-request').told()).toEqual([
    expect.stringContaining('approval policy is Never'),
  ]);
  expect(world.has('deployed.txt')).toBe(false);
  expect(world.cards()).toEqual([]);
});

describe('the hook of Codex', () => {
  const trusted = '--dangerously-bypass-hook-trust';

  test('runs the command once people approve it', async () => {
    const world = await createCodexProject([command('touch deployed.txt')], [server, hook]);
    const running = world.run(trusted);

    const card = await world.card('touch deployed.txt');
    expect(world.has('deployed.txt')).toBe(false);
    await world.approve(card);

    expect(await running.told()).toEqual([expect.stringContaining('exited with code 0')]);
    expect(world.has('deployed.txt')).toBe(true);
  });

  test('tells the model the reason of a no, and runs nothing', async () => {
    const world = await createCodexProject([command('touch deployed.txt')], [server, hook]);
    const running = world.run(trusted);

    await world.reject(await world.card('touch deployed.txt'), 'Not before the weekend.');

    expect(await running.told()).toEqual([expect.stringContaining('Not before the weekend.')]);
    expect(world.has('deployed.txt')).toBe(false);
  });

  test('denies a command that people cannot be asked about', async () => {
    const world = await createCodexProject([command(`touch deployed.txt # ${'x'.repeat(40_000)}`)], [server, hook]);

    expect(await world.run(trusted).told()).toEqual([expect.stringContaining('blocked by PreToolUse hook')]);
    expect(world.has('deployed.txt')).toBe(false);
  });

  test('is skipped until it is trusted', async () => {
    const world = await createCodexProject([command('touch deployed.txt')], [server, hook]);

    await world.run().told();

    expect(world.has('deployed.txt')).toBe(true);
    expect(world.cards()).toEqual([]);
  });
});
