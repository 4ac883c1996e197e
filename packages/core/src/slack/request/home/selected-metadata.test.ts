import { expect, test } from 'vitest';
import { slackLimits } from '../../blocks/limits.js';
import { maxSelected, parseSelectedMetadata, selectedMetadata } from './selected-metadata.js';

const actionTs = '1767261700.000100';
const digest = `sha256:${'0f'.repeat(32)}`;
const ids = ['b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h2', 'i3', 'j4', 'k5', 'l6'].map((end) => `a${'b'.repeat(23)}${end}`);
const entries = (count: number) => ids.slice(0, count).map((id) => ({ id, digest }));

test('the metadata of a form for several approvals is read as it was written', () => {
  const form = { actionTs, entries: [...entries(2), { id: ids[5] ?? '', digest, seenStage: 10 }] };

  expect(parseSelectedMetadata(selectedMetadata(form))).toEqual(form);
});

test('that of the largest form fits what Slack keeps', () => {
  const largest = entries(maxSelected).map((one) => ({ ...one, seenStage: 10 }));

  expect(selectedMetadata({ actionTs, entries: largest }).length).toBeLessThan(slackLimits.privateMetadata / 2);
});

test.each([
  ['nothing', ''],
  ['no approval', `s1 ${actionTs}`],
  ['no stamp', `s1 v1.${ids[0]}.${digest}`],
  ['another form', `v1.${ids[0]}.${digest} ${actionTs}`],
  ['eleven approvals', selectedMetadata({ actionTs, entries: entries(11) })],
  ['one of them twice', selectedMetadata({ actionTs, entries: [...entries(2), ...entries(1)] })],
  ['an id of another form', `s1 ${actionTs} v1.../../etc.${digest}`],
  ['stage 0', `${selectedMetadata({ actionTs, entries: entries(1) })}/0`],
  ['more behind it', `${selectedMetadata({ actionTs, entries: entries(1) })} more`],
])('with %s nothing is read', (_, metadata) => {
  expect(parseSelectedMetadata(metadata)).toBeNull();
});
