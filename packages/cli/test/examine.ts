import { createSlackSimulator, type SlackSimulator, type SlackSimulatorOptions } from '@k8s-pizza/slack-simulator';
import { onTestFinished } from 'vitest';
import { checks } from '../src/checks/checks.js';
import { type DoctorLine, type DoctorOptions, doctor } from '../src/doctor/doctor.js';
import type { Environment } from '../src/doctor/environment.js';

/** The lines of some checks, by their ids. */
export async function examine(
  ids: string | readonly string[],
  environment: Environment,
  options: Omit<DoctorOptions, 'environment' | 'checks'> = {},
): Promise<readonly DoctorLine[]> {
  const chosen = checks.filter(({ id }) => ids.includes(id));
  return (await doctor({ ...options, environment, checks: chosen })).lines;
}

/** A simulated Slack, and the environment that names it. */
export async function aSlack(
  options: SlackSimulatorOptions = {},
): Promise<{ readonly slack: SlackSimulator; readonly environment: Environment }> {
  const slack = await createSlackSimulator(options);
  onTestFinished(() => slack.close());
  const environment = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken };
  return { slack, environment };
}
