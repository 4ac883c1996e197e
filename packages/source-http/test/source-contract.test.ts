import { fileURLToPath } from 'node:url';
import { user } from '@k8s-pizza/slack-approval';
import { type StartSource, sourceContract } from '@k8s-pizza/slack-approval-testing';
import { runProgram } from 'test-sources/run-program';
import { serveReceiver } from 'test-sources/serve-receiver';
import { receiveAsks } from '../src/index.js';
import { ciToken } from './world.js';

const program = fileURLToPath(new URL('ask-and-wait.mjs', import.meta.url));

const start: StartSource = async ({ approvals, clock, channelId, approverId }) => {
  const deploy = approvals.define<{ version: string }>('deploy', {
    title: ({ version }) => `Deploy ${version}?`,
    channel: channelId,
    approvers: [user(approverId)],
  });
  const tokens = [{ token: ciToken, requester: 'ci', kinds: ['deploy'] }];
  const receive = receiveAsks(approvals, { kinds: { deploy }, tokens, clock });
  const server = await serveReceiver(receive);
  return {
    run: (question) =>
      runProgram(
        {
          command: process.execPath,
          args: [program, server.url, question.key, question.argument],
          env: { CI_TOKEN: ciToken },
        },
        question,
      ),
    close: () => server.close(),
  };
};

sourceContract({ name: 'HTTP', start });
