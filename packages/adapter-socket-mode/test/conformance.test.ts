import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { quietLogger } from './connect-to-slack.js';
import { startBridge } from './start-bridge.js';

adapterContract({
  name: 'socket mode',
  verifiesItself: {
    reason: 'nothing is signed on a socket, so the stand-in for Slack verifies what the contract sends it',
  },
  async start(approvals, { signingSecret }) {
    const { url, apiUrl, close, giveUpIn } = await startBridge({ signingSecret });
    // only silence tells that something is not acknowledged: Slack waits 3 s for it, this until shortly after the answer
    const handleVerified: typeof approvals.handleVerified = async (...given) => {
      const answering = approvals.handleVerified(...given);
      const status = await answering.then((answer) => answer.status).catch(() => 0);
      if (status !== 200) giveUpIn(100);
      return await answering;
    };
    const options = { appToken: 'xapp-1', apiUrl, logger: quietLogger };
    const connection = await connectSocketMode({ handleVerified }, options);
    return { url, close: () => connection.close().then(close) };
  },
});
