import { expect, test } from 'vitest';
import * as claudeCode from './claude-code-project.js';
import * as codex from './codex-project.js';

const addressInGuides = 'https://approvals.example.com/mcp';

/** All that an agent needs: nothing of Slack. */
const withoutSlack = {
  SLACK_BOT_TOKEN: '',
  SLACK_APP_TOKEN: '',
  SLACK_CHANNEL: '',
  SLACK_APPROVER: '',
  SLACK_ON_BEHALF_OF: '',
};

test('Claude Code sends its permission prompts to the server of the team', async () => {
  const script = [{ tool: 'Bash', input: { command: 'touch deployed.txt', description: 'Deploys' } }];
  const world = await claudeCode.createClaudeCodeProject(script, claudeCode.settings);
  const { address, token, stop } = await world.startServer();
  world.write('.mcp.json', claudeCode.guide.find('json', '"type": "http"').replace(addressInGuides, address));
  const running = world.run(claudeCode.withPrompts, { ...withoutSlack, SLACK_APPROVAL_MCP_TOKEN: token });

  await world.approve(await world.card('touch deployed.txt'));
  await running.ended;
  stop();

  expect(await running.told()).toEqual([expect.stringContaining('completed with no output')]);
  expect(world.has('deployed.txt')).toBe(true);
});

test('Codex asks at the server of the team', async () => {
  const script = [{ tool: 'mcp__approvals/request_approval', input: { title: 'Deploy api 4.2?' } }];
  const world = await codex.createCodexProject(script, []);
  const { address, token, stop } = await world.startServer();
  world.configure([codex.guide.find('toml', 'bearer_token_env_var').replace(addressInGuides, address)]);
  const running = world.run('', { ...withoutSlack, SLACK_APPROVAL_MCP_TOKEN: token });

  await world.reject(await world.card('Deploy api 4.2?'), 'Not before the weekend.');
  await running.ended;
  stop();

  expect(await running.told()).toEqual([expect.stringContaining('"reason":"Not before the weekend."')]);
});

test('a server of a team answers no one without the token', async () => {
  const world = await codex.createCodexProject([], []);
  const { address, token } = await world.startServer();
  world.configure([codex.guide.find('toml', 'bearer_token_env_var').replace(addressInGuides, address)]);

  const { code, output } = await world.run('', { ...withoutSlack, SLACK_APPROVAL_MCP_TOKEN: `${token}x` }).ended;

  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('required MCP servers failed') });
});
