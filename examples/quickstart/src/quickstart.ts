import { createApprovals, slackFromEnv, usergroup } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import express from 'express';

const approvals = createApprovals({ slack: slackFromEnv(), store: sqliteStore('approvals.db') });
const app = express().use(approvalsRouter(approvals));
app.listen(process.env.PORT ?? 3000); // Slack's requests come in here
approvals.start(); // posts the card

const { outcome } = await approvals.request({
  key: 'deploy-api-4.2', // run again under the same key and it waits for the same card
  title: 'Deploy api 4.2?',
  channel: 'C0DEPLOYS',
  approvers: [usergroup('S0ONCALL')],
  requester: 'ci',
});
console.log(outcome === 'approved' ? 'Approved: deploying api 4.2.' : `Not deploying: ${outcome}.`);
