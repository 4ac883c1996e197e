import { mkdir, rm } from 'node:fs/promises';
import { createApprovals } from '@k8s-pizza/slack-approval';
import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { runAgent } from './agent.js';
import { createSupportAgent } from './support-agent.js';

// Runs the agent beside a simulated Slack. A later run goes on from the folder `.demo`.

if (process.argv.includes('--fresh')) await rm('.demo', { recursive: true, force: true });
await mkdir('.demo', { recursive: true });
process.chdir('.demo');
// everything is stored already
process.once('SIGINT', () => process.exit(0));

const channel = { id: 'C0SUPPORT', name: 'support', members: ['U0ALICE', 'U0BOB'] };
const slack = await createSlackSimulator({ stateFile: 'slack.json', channels: [channel] });
const { botToken: token, signingSecret, appToken, apiUrl } = slack;
const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store: sqliteStore('approvals.db') });
await connectSocketMode(approvals, { appToken, apiUrl });
approvals.start();

console.log(`The agent wants to refund an order. Open the simulated Slack, and approve, edit or reject it:
  ${slack.pageUrl}#as=U0ALICE&in=${channel.id}
`);
const answer = await runAgent(createSupportAgent(approvals), 'My pizza was cold. I want my money back.');
console.log(`${answer}

Run it again: it has the decision at once, and posts no second card.
  npm start -w example-agent                the same conversation
  npm start -w example-agent -- --fresh     forgets everything, and asks again
Ctrl-C ends it.`);
