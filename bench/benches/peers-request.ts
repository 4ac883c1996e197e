// A signed click as a web-standard Request, in this library, slack-edge and the Chat SDK.
// Run: npm run bench -- peers-request
import { memoryStore } from '@k8s-pizza/slack-approval';
import { answerByHand } from '../measure/by-hand.js';
import { answered, installPeers, loadClicks, peerContender, reportPeers, versionOf } from '../measure/peers.js';
import { approvalsOn, nowMs } from '../measure/pending.js';
import { sideBySide } from '../measure/side-by-side.js';
import { secret, signedClick } from '../measure/signed-click.js';

installPeers();
const approvals = approvalsOn(memoryStore());
const [slackEdge, chatSdk] = [versionOf('slack-edge', 'slack-edge'), versionOf('chat', 'Chat SDK')] as const;
const other = { actionId: 'other:feature', value: 'v1' };
const foreign = signedClick({ ...other, nowMs });
// the others verify by the clock of the machine
const now = signedClick({ ...other, nowMs: Date.now() });
const peers = await loadClicks();

function requestOf(): Request {
  const { headers, body } = foreign;
  return new Request('http://localhost/slack/actions', { method: 'POST', headers, body: body.toString() });
}

async function byHand(): Promise<number> {
  const request = requestOf();
  const body = Buffer.from(await request.arrayBuffer());
  const header = (name: string) => request.headers.get(name) ?? undefined;
  return answered(new Response(null, { status: answerByHand(body, header, secret, nowMs) }).status);
}

const measured = await sideBySide(
  [
    { name: 'by hand', run: byHand },
    {
      name: 'this library',
      run: async () => answered((await approvals.handle(requestOf(), { waitUntil: null })).status),
    },
    await peerContender(slackEdge, peers.slackEdge(secret, other.actionId), now),
    await peerContender(chatSdk, await peers.chatSdk(secret, other.actionId), now),
  ],
  { warmUpRuns: 3_000, rounds: 21 },
);
reportPeers('click as a `Request`, against by hand', measured, {
  'this library':
    'A click of another feature, verified, parsed and handed back as not its own. All four rows include making the `Request` and the `Response`.',
  [slackEdge]: 'Verifies, parses and calls a listener. It keeps no state.',
  [chatSdk]:
    'Verifies, parses and calls a listener behind its answer; the bench waits for it. Its state holds locks and subscriptions, not decisions. Its `requestApproval` needs a workflow compiler, so it is not measured.',
});
