#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { runBeside, variablesOf } from './run-beside.js';
import { createSlackSimulator } from './simulator/create-slack-simulator.js';
import { nearestName } from './simulator/options/nearest-name.js';
import type { SlackSimulator } from './simulator/slack-simulator.js';

const usage = `A Slack of your own on this machine, with a page for your browser.

  npx @k8s-pizza/slack-simulator [options] [-- <program> <arguments>]

  --request-url <url>   where your app takes Slack's requests, such as http://localhost:3000/slack/events;
                        leave it out for an app in Socket Mode
  --channel <id>        a channel beside #pizza and #ops, such as C0DEPLOYS, with the app in it; once for each
  --command <name>      a slash command that the page offers, such as /deploy; once for each
  --port <number>       where it listens; any free port by default
  --state <file>        keeps the messages in this file, over restarts

What follows -- is started with the address and the tokens of this Slack in its environment. When it ends, so does this.
`;

const options = {
  'request-url': { type: 'string' },
  channel: { type: 'string', multiple: true },
  command: { type: 'string', multiple: true },
  port: { type: 'string', default: '0' },
  state: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The people who see each channel of `--channel`. */
const members = ['U0ALICE', 'U0BOB', 'U0CAROL'];

main().catch(fail);

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const end = args.indexOf('--');
  const { values } = readArguments(end === -1 ? args : args.slice(0, end));
  if (values.help) process.stdout.write(usage);
  else await run(values, end === -1 ? [] : args.slice(end + 1));
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, flag = ''] = /'--([^' ]+)/.exec(message) ?? [];
    const nearest = Object.hasOwn(options, flag) ? null : nearestName(flag, Object.keys(options));
    throw new Error(nearest === null ? message : `${message}: did you mean --${nearest}?`, { cause: error });
  }
}

type Values = ReturnType<typeof readArguments>['values'];

/** Prints an expected failure, e.g. a port in use or an unreadable state file, in one line. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(values: Values, program: readonly string[]): Promise<void> {
  const { state: stateFile, 'request-url': requestUrl, channel: ids = [], command: names = [] } = values;
  const slack = await createSlackSimulator({
    port: Number(values.port),
    holdProcess: true,
    channels: ids.map((id) => ({ id, members })),
    commands: names.map((command) => ({ command, description: '' })),
    ...(requestUrl === undefined ? {} : { requestUrl }),
    ...(stateFile === undefined ? {} : { stateFile }),
  });
  const [channel = 'C0PIZZA'] = ids;
  process.stdout.write(`The page:  ${slack.pageUrl}#as=U0ALICE&in=${channel}\n\n`);
  if (program.length === 0) process.stdout.write(howToFind(slack, requestUrl));
  else await runAndClose(slack, program);
}

function howToFind(slack: SlackSimulator, requestUrl: string | undefined): string {
  const { SLACK_APP_TOKEN: appToken, ...others } = variablesOf(slack);
  const lines = Object.entries(others).map(([name, value]) => `  ${name}=${value}\n`);
  const socketMode =
    '\nIt sends by Socket Mode only. For an app that takes requests, start it again with --request-url.\n';
  return `Your app finds this Slack by
${lines.join('')}  SLACK_APP_TOKEN=${appToken} # for Socket Mode
${requestUrl === undefined ? socketMode : ''}
Ctrl-C ends it.
`;
}

async function runAndClose(slack: SlackSimulator, program: readonly string[]): Promise<void> {
  try {
    process.exitCode = await runBeside(program, { ...process.env, ...variablesOf(slack) });
  } finally {
    await slack.close();
  }
}
