// A card in slack-block-builder and in this library, and what other libraries load.
// Run: npm run bench -- peers
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { actionId } from '../../packages/core/src/slack/request/action-ids.js';
import { buttonValue } from '../../packages/core/src/slack/request/button-value.js';
import { eagerBundle } from '../../scripts/gates/packages/eager-bundle.js';
import { importingFileProgram, importPairs } from '../../scripts/gates/packages/import-pairs.js';
import { byBuilders, byLiteral, digest, id, orderOf } from '../measure/cards.js';
import { installPeers, loadCards, peerEntry, reportPeers, versionOf } from '../measure/peers.js';
import { sideBySide } from '../measure/side-by-side.js';
import { report } from '../report/report.js';
import { ratioFigure } from '../report/row.js';
import { summarise } from '../report/statistics.js';

const section = 'Beside other libraries';
const ours = 'this library';
const blockBuilder = versionOf('slack-block-builder', 'slack-block-builder');
const importRounds = 9;
const cardNotes: Readonly<Record<string, string>> = {
  [ours]: 'Checks the lengths that Slack allows, and shortens what is too long.',
  [blockBuilder]: 'Draws the same card with mrkdwn in place of plain text. It checks no length.',
};

async function cards(): Promise<void> {
  const { byBlockBuilder } = await loadCards();
  const ids = {
    value: buttonValue(id, digest),
    approve: actionId('default', 'approve'),
    reject: actionId('default', 'open_reject_form'),
    details: actionId('default', 'details'),
  };
  const measured = await sideBySide([
    { name: 'literal', run: (turn) => byLiteral(orderOf(turn)) },
    { name: ours, run: (turn) => byBuilders(orderOf(turn)) },
    { name: blockBuilder, run: (turn) => byBlockBuilder(orderOf(turn), ids) },
  ]);
  reportPeers('card, against a literal', measured, cardNotes);
}

async function loaded(): Promise<void> {
  for (const [name, entry] of [
    [versionOf('@slack/bolt', 'Bolt'), 'bolt'],
    [versionOf('slack-edge', 'slack-edge'), 'slack-edge'],
    [versionOf('chat', 'Chat SDK'), 'chat-sdk'],
  ] as const) {
    const file = peerEntry(entry);
    const { text } = await eagerBundle({ entryPoints: [file], minify: true, logLevel: 'error' });
    const pairs = importPairs(importingFileProgram(pathToFileURL(file).href), importRounds);
    const shares = pairs.map(({ emptyMs, importingMs }) => (importingMs - emptyMs) / emptyMs);
    report({
      section,
      what: `${name}: loaded before a click is answered, gzip, and CPU to import, of an empty process`,
      figures: [
        { value: gzipSync(text, { level: 9 }).length / 1_000, unit: 'kB' },
        { ...ratioFigure(summarise(shares)) },
      ],
      note: 'Measured as the same rows of this library are.',
    });
  }
}

installPeers();
await cards();
await loaded();
