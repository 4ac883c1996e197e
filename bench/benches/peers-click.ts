// A signed click as bytes and headers, in this library and in Bolt's Lambda receiver.
// Run: npm run bench -- peers-click
import { alwaysPending } from '../measure/always-pending.js';
import { answerByHand } from '../measure/by-hand.js';
import { answered, installPeers, loadClicks, peerContender, reportPeers, versionOf } from '../measure/peers.js';
import { approvalClick, approvalsOn, nowMs, pendingApprovals } from '../measure/pending.js';
import { sideBySide } from '../measure/side-by-side.js';
import { type SignedClick, secret, signedClick } from '../measure/signed-click.js';

installPeers();
const [pending] = await pendingApprovals(1);
if (pending === undefined) throw new Error('Nothing was asked.');
const approvals = approvalsOn(await alwaysPending(pending));
const bolt = `${versionOf('@slack/bolt', 'Bolt')}, its Lambda receiver`;
const other = { actionId: 'other:feature', value: 'v1' };
const foreign = signedClick({ ...other, nowMs });
const vote = approvalClick(pending, nowMs);
const { boltLambda } = await loadClicks();

async function ours({ headers, body }: SignedClick): Promise<number> {
  const raw = { method: 'POST', header: (name: string) => headers[name], body };
  return answered((await approvals.handleRaw(raw, { waitUntil: null })).status);
}

const measured = await sideBySide(
  [
    { name: 'by hand', run: async () => answerByHand(foreign.body, (name) => foreign.headers[name], secret, nowMs) },
    { name: 'this library, a click of another feature', run: () => ours(foreign) },
    { name: 'this library, a vote decided and put in memory', run: () => ours(vote) },
    // it verifies by the clock of the machine
    await peerContender(bolt, boltLambda(secret, other.actionId), signedClick({ ...other, nowMs: Date.now() })),
  ],
  { warmUpRuns: 10_000, rounds: 21 },
);
reportPeers('click, against by hand', measured, {
  'this library, a click of another feature': 'Verified, parsed and handed back as not its own. It calls no listener.',
  'this library, a vote decided and put in memory':
    'Everything that has to be safe before the answer. No other library does this. It costs more than in the table above, since Bolt works in the same process.',
  [bolt]:
    'Verifies, parses and calls a listener that acknowledges. It keeps no state: you write who may decide, what a second click does, the card afterwards and the delivery.',
});
