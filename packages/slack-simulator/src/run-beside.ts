import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { SlackSimulator } from './simulator/slack-simulator.js';

type Started = Pick<SlackSimulator, 'apiUrl' | 'botToken' | 'signingSecret' | 'appToken'>;

/** Returns the environment variables by which an app finds a simulator. */
export function variablesOf({ apiUrl, botToken, signingSecret, appToken }: Started): Readonly<Record<string, string>> {
  return {
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_APP_TOKEN: appToken,
  };
}

/**
 * Runs a program of the app until it ends.
 *
 * Ctrl-C reaches both processes; the program decides when it ends.
 *
 * @returns its exit code
 * @throws {Error} the program cannot be started
 */
export async function runBeside(
  [command = '', ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  // on Windows, npx and npm are scripts of the shell
  const shell = process.platform === 'win32';
  const child = spawn(command, args, { stdio: 'inherit', env: environment, shell });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => undefined;
  // a terminal sends Ctrl-C to the program as well
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`)));
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', pass);
  }
}
