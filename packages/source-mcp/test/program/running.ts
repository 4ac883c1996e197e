import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackSimulator, SimulatorError, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { until } from 'test-sources/until';
import { onTestFinished } from 'vitest';
import { run } from '../../src/program/run.js';

export const channel = 'C0PIZZA';
export const token = 'agent-0123456789abcdef0123456789abcdef';

/** A Slack that programs reach by Socket Mode, and what they need of the environment. */
export async function aSlack() {
  const slack = await createSlackSimulator({ rateLimits: false });
  const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
  onTestFinished(async () => {
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const env: Readonly<Record<string, string>> = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL: channel,
    SLACK_APPROVER: 'U0ALICE',
    HOME: folder,
  };
  return { slack, env };
}

/** Runs the program in this process, whose coverage is measured. */
export function runHere(words: readonly string[], environment: Readonly<Record<string, string>>) {
  let [output, complaint] = ['', ''];
  let interrupt = (): void => undefined;
  const running = run(words, {
    version: '1.2.3',
    environment,
    write: (text) => {
      output += text;
    },
    complain: (text) => {
      complaint += text;
    },
    inputEnd: () => new Promise(() => undefined),
    interrupt: new Promise((resolve) => {
      interrupt = () => resolve('SIGINT');
    }),
  });
  const ended = running.then(() => ({ output, complaint }));
  ended.catch(() => undefined);
  return {
    ended,
    interrupt,
    /** Waits until it has written this to standard error. @returns all that it has written there */
    complains: (pattern: RegExp) => until(() => (pattern.test(complaint) ? complaint : null)),
    /** Waits for the address that it prints, or for its end. */
    url: () => Promise.race([until(() => /http:\S+/.exec(complaint)?.[0]), running.then(() => complaint)]),
  };
}

/** Serves over HTTP on a free port, until the end of the test. */
export async function served(words: readonly string[] = []) {
  const { slack, env } = await aSlack();
  const server = runHere(['--http', '0', ...words], { ...env, SLACK_APPROVAL_MCP_TOKEN: token });
  onTestFinished(async () => {
    server.interrupt();
    await server.ended;
  });
  return { slack, url: await server.url(), server };
}

/** Waits for the one card with this button, and presses it. */
export async function press(slack: SlackSimulator, verb: 'approve' | 'reject', userId = 'U0ALICE') {
  const actionId = `approval:default:${verb}`;
  const card = await until(() =>
    slack.messages(channel).find(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`)),
  );
  // a client may be connected before its server has reached Slack
  await until(() => slack.click({ userId, channelId: channel, ts: card.ts, actionId }).catch(ifNotConnected));
  return card;
}

/** @returns null: nothing took the click. @throws any other error */
function ifNotConnected(error: unknown): null {
  if (error instanceof SimulatorError && error.code === 'no_request_url') return null;
  throw error;
}
