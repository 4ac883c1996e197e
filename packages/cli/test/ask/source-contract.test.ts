import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { user } from '@k8s-pizza/slack-approval';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import { type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { bundleInRun } from 'test-engines/in-this-run';
import { runProgram } from 'test-sources/run-program';
import { serveReceiver } from 'test-sources/serve-receiver';

const program = await bundleInRun(new URL('../../src/bin.ts', import.meta.url));
const command = process.execPath;

const startHere: StartSource = async ({ slack, channelId, approverId }) => {
  const folder = mkdtempSync(join(tmpdir(), 'ask-'));
  // clicks come by Socket Mode
  slack.requestUrl = null;
  const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack;
  const env = { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL, HOME: folder };
  return {
    run(question) {
      const { key, argument } = question;
      const words = [`Deploy ${argument}?`, '--channel', channelId, '--approver', approverId, '--key', key];
      return runProgram({ command, args: [program, 'ask', ...words], env }, question);
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

const token = 'shell-0123456789abcdef0123456789abcdef';

const startAtServer: StartSource = async ({ approvals, clock, channelId, approverId }) => {
  const question = approvals.define<{ title: string }>('question', {
    title: ({ title }) => title,
    channel: channelId,
    approvers: [user(approverId)],
  });
  const tokens = [{ token, requester: 'ci', kinds: ['question'] }];
  const receive = receiveAsks(approvals, { kinds: { question }, tokens, clock });
  const server = await serveReceiver(receive);
  const env = { SLACK_APPROVAL_TOKEN: token };
  return {
    run(asked) {
      const words = [`Deploy ${asked.argument}?`, '--server', server.url, '--key', asked.key];
      return runProgram({ command, args: [program, 'ask', ...words], env }, asked);
    },
    close: () => server.close(),
  };
};

sourceContract({ name: 'ask, Socket Mode', start: startHere });
sourceContract({ name: 'ask --server', start: startAtServer });
