#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createSlackSimulator } from './simulator/create-slack-simulator.js';
import { nearestName } from './simulator/options/nearest-name.js';

const usage = `A Slack of your own on this machine, with a page for your browser.

  --request-url <url>   where your app takes Slack's requests, such as http://localhost:3000/slack/events;
                        leave it out for an app in Socket Mode
  --port <number>       where it listens; any free port by default
  --state <file>        keeps the messages in this file, over restarts
  --command <name>      a slash command that the page offers, such as /deploy; once for each
`;

const options = {
  'request-url': { type: 'string' },
  port: { type: 'string', default: '0' },
  state: { type: 'string' },
  command: { type: 'string', multiple: true },
  help: { type: 'boolean', default: false },
} as const;

main().catch(fail);

async function main(): Promise<void> {
  const { values } = readArguments();
  if (values.help) process.stdout.write(usage);
  else await run(values);
}

function readArguments() {
  try {
    return parseArgs({ options });
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

async function run(values: Values): Promise<void> {
  const { state: stateFile, 'request-url': requestUrl, command: named } = values;
  const slack = await createSlackSimulator({
    port: Number(values.port),
    holdProcess: true,
    ...(requestUrl === undefined ? {} : { requestUrl }),
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(named === undefined ? {} : { commands: named.map((command) => ({ command, description: '' })) }),
  });
  process.stdout.write(`The page:  ${slack.pageUrl}

Your app finds this Slack by
  SLACK_API_URL=${slack.apiUrl}
  SLACK_BOT_TOKEN=${slack.botToken}
  SLACK_SIGNING_SECRET=${slack.signingSecret}
  SLACK_APP_TOKEN=${slack.appToken} # for Socket Mode
${requestUrl === undefined ? '\nIt sends by Socket Mode only. For an app that takes requests, start it again with --request-url.\n' : ''}
Ctrl-C ends it.
`);
}
