import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';

// Runs quickstart.ts, with a simulated Slack unless the environment names another one.

/** The folder of `approvals.db` and of the simulated Slack. A later run goes on from it. */
const folder = '.demo';
const channel = { id: 'C0DEPLOYS', name: 'deploys', members: ['U0ALICE', 'U0BOB', 'U0CAROL'] };

if (process.argv.includes('--fresh')) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
process.chdir(folder);
// everything is stored already
process.once('SIGINT', () => process.exit(0));

const { SLACK_BOT_TOKEN, SLACK_API_URL } = process.env;
const isSimulated = !SLACK_BOT_TOKEN && !SLACK_API_URL;
const link = isSimulated ? await simulateSlack() : null;
const program = import('./quickstart.js');
if (link !== null) {
  // a click before the program listens would be lost
  await Promise.race([untilListening(Number(process.env.PORT)), program]);
  console.log(link);
}
await program;
if (isSimulated) {
  console.log(`
Run it again: it has the decision at once, and posts no second card.
  npm run quickstart               the same key
  npm run quickstart -- --fresh    forgets everything, and asks again
Ctrl-C ends it.`);
}

/** Starts a Slack on this machine, and points the program at it. @returns what tells a person where it is */
async function simulateSlack(): Promise<string> {
  const port = await freePort(Number(process.env.PORT ?? 3000));
  const slack = await createSlackSimulator({
    port: await freePort(port + 1, '127.0.0.1'),
    requestUrl: `http://127.0.0.1:${port}/slack/actions`,
    stateFile: 'slack.json',
    channels: [channel],
  });
  Object.assign(process.env, {
    PORT: String(port),
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  });
  const isNew = slack.messages(channel.id).length === 0;
  return `${isNew ? 'Open the simulated Slack and press Approve:' : 'The card of the last run is still there:'}
  ${slack.pageUrl}#as=U0ALICE&in=${channel.id}
`;
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isListening = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isListening) return;
    await sleep(50);
  }
}

/** Returns the port if nothing listens on it, or else any free one. */
async function freePort(wanted: number, host?: string): Promise<number> {
  const server = createServer();
  const tried = await new Promise<Error | null>((resolve) => {
    server.once('error', resolve).listen({ port: wanted, host }, () => resolve(null));
  });
  if (tried !== null && wanted !== 0) return await freePort(0, host);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
