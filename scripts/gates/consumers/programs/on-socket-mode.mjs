import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { askOnce } from './ask-once.mjs';

const { SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = process.env;

void askOnce(async (approvals) => {
  const { close } = await connectSocketMode(approvals, { appToken, apiUrl });
  return { url: null, close };
});
