import { createApprovals, slackFromEnv, usergroup } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { createApp } from './create-app.js';
import { defineDeployments } from './define-deployments.js';
import { createGitHub } from './github.js';
import { receiveDeployments } from './receive-deployments.js';

const { env } = process;
const apiUrl = env.GITHUB_API_URL ?? 'https://api.github.com';
const installationId = Number(env.GITHUB_INSTALLATION_ID);
const people = { octocat: 'U0OCTOCAT' }; // GitHub login: Slack user id

const approvals = createApprovals({ slack: slackFromEnv(), store: sqliteStore('approvals.db') });
const deployments = defineDeployments(approvals, {
  github: createGitHub({ appId: env.GITHUB_APP_ID, privateKey: env.GITHUB_PRIVATE_KEY, installationId, apiUrl }),
  channel: env.SLACK_CHANNEL,
  approvers: [usergroup('S0ONCALL')],
  people,
});
const webhookSecret = env.GITHUB_WEBHOOK_SECRET;
const receive = receiveDeployments({ asks: deployments, webhookSecret, installationId, apiUrl, people });

createApp(approvals, receive).listen(env.PORT ?? 3000);
approvals.start(); // posts cards, reviews runs
