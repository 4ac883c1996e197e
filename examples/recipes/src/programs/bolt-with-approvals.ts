import { createApprovals, slackFromEnv, user } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { App } from '@slack/bolt';

const { SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', SLACK_API_URL, PORT = '3000' } = process.env;

const approvals = createApprovals({ slack: slackFromEnv(), store: sqliteStore('approvals.db') });
const deploys = approvals.define<{ version: string }>('deploy', {
  title: ({ version }) => `Deploy ${version}?`,
  channel: 'C0OPS',
  approvers: [user('U0ALICE'), user('U0BOB')],
  onDecision: async ({ outcome, payload, approvalId }) => {
    if (outcome === 'approved') await deploy(payload.version, approvalId);
  },
});

const app = new App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  ...(SLACK_API_URL ? { clientOptions: { slackApiUrl: SLACK_API_URL } } : {}),
});
registerApprovals(app, approvals); // the buttons, the form for a reason, /approvals, the Home tab

app.command('/deploy', async ({ ack, command }) => {
  await ack();
  const version = command.text;
  await deploys.ask({ version }, { key: version, requester: user(command.user_id) });
});

/** Called again after a crash, under the same id: deploy once per id. */
async function deploy(version: string, id: string): Promise<void> {
  console.log(`Deploying ${version} for ${id}`);
}

await app.start(Number(PORT));
approvals.start();
