import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { bundleInRun } from 'test-engines/in-this-run';
import { until } from 'test-sources/until';
import { onTestFinished } from 'vitest';
import { run } from '../run-words.js';

const program = await bundleInRun(new URL('../../src/bin.ts', import.meta.url));

export const channel = 'C0PIZZA';

/** A Slack that programs reach by Socket Mode, and what they need of the environment. */
export async function aSlack() {
  const slack = await createSlackSimulator({ rateLimits: false });
  const folder = mkdtempSync(join(tmpdir(), 'ask-'));
  onTestFinished(async () => {
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack;
  return { slack, env: { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL, HOME: folder } };
}

type Environment = Readonly<Record<string, string>>;

/** Runs `slack-approval ask` in this process, whose coverage is measured. */
export const askHere = (words: readonly string[], env: Environment) => run(['ask', ...words], env);

/** Runs `slack-approval ask` as a process. */
export function ask(words: readonly string[], env: Environment) {
  const child = spawn(process.execPath, [program, 'ask', ...words], { env: { PATH: process.env['PATH'], ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [output, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, output, complaint }));
  return {
    ended,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    /** Waits until it has written this to its output. */
    writes: (pattern: RegExp) => until(() => pattern.test(output) || null),
  };
}

export function cardsIn(slack: SlackSimulator) {
  return slack.messages(channel).filter(({ ephemeralFor, threadTs }) => ephemeralFor === null && threadTs === null);
}

/** Waits for the one card with this button, and presses it. */
export async function press(slack: SlackSimulator, userId: string, verb: 'approve' | 'reject') {
  const button = new RegExp(`approval:default:${verb}\\b`);
  const card = await until(() => cardsIn(slack).find(({ blocks }) => button.test(JSON.stringify(blocks))));
  const actionId = `approval:default:${verb}`;
  await slack.click({ userId, channelId: channel, ts: card.ts, actionId });
  return card;
}
