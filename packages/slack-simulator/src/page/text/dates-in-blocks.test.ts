import { expect, test } from 'vitest';
import { datesIn } from './dates-in-blocks.js';

test('the dates of a message are found in mrkdwn and in rich text, and not in what is literal', () => {
  const date = (seconds: number) => `<!date^${seconds}^{time}|then>`;
  const blocks = [
    { type: 'context', elements: [{ type: 'mrkdwn', text: `Until ${date(30)}` }] },
    { type: 'section', text: { type: 'plain_text', text: date(40) } },
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'date', timestamp: 20, format: '{time}' }] }],
    },
  ];

  expect(datesIn({ text: date(10), blocks })).toEqual([20_000, 30_000]);
  expect(datesIn({ text: date(10), blocks: [] })).toEqual([10_000]);
});
