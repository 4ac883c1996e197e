import { App, type BlockButtonAction } from '@slack/bolt';

const { SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', SLACK_API_URL, PORT = '3000' } = process.env;
const approvers = ['U0ALICE', 'U0BOB'];

const app = new App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  ...(SLACK_API_URL ? { clientOptions: { slackApiUrl: SLACK_API_URL } } : {}),
});

app.command('/deploy', async ({ ack, command, client }) => {
  await ack();
  const version = command.text;
  const text = `<@${command.user_id}> asks: deploy ${version}?`;
  const section = { type: 'section', text: { type: 'mrkdwn', text } } as const;
  const approve = { type: 'button', action_id: 'deploy_yes', value: version, style: 'primary' } as const;
  const reject = { type: 'button', action_id: 'deploy_no', value: version, style: 'danger' } as const;
  const buttons = {
    type: 'actions',
    elements: [
      { ...approve, text: { type: 'plain_text', text: 'Approve' } },
      { ...reject, text: { type: 'plain_text', text: 'Reject' } },
    ],
  } as const;
  await client.chat.postMessage({ channel: 'C0OPS', text, blocks: [section, buttons] });
});

app.action<BlockButtonAction>(/^deploy_(yes|no)$/, async ({ ack, action, body, respond }) => {
  await ack();
  if (!approvers.includes(body.user.id)) return;
  const version = action.value ?? '';
  const approved = action.action_id === 'deploy_yes';
  if (approved) await deploy(version);
  await respond({
    replace_original: true,
    text: `${version}: ${approved ? 'deployed' : 'rejected'} by <@${body.user.id}>`,
  });
});

async function deploy(version: string): Promise<void> {
  console.log(`Deploying ${version}`);
}

await app.start(Number(PORT));
