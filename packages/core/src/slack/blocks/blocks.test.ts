import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { actions, context, divider, fields, header, image, input, messageBlocks, section } from './blocks.js';
import { button, confirm, option, plainTextInput, staticSelect } from './elements.js';
import { slackLimits } from './limits.js';
import {
  dateLeaf,
  linkLeaf,
  richText,
  richTextList,
  richTextPreformatted,
  richTextQuote,
  richTextSection,
  textLeaf,
  userLeaf,
} from './rich-text.js';
import { mrkdwn, plain } from './text-objects.js';
import { homeView, modal } from './view.js';

const limited = { code: 'block_limit_exceeded' };
const aButton = button({ text: 'Approve', actionId: 'approval:default:approve' });
const dialog = { title: 'Sure?', text: 'This orders a pizza.', confirm: 'Yes', deny: 'No' };

function x(count: number): string {
  return 'x'.repeat(count);
}

function times<Thing>(count: number, thing: Thing): Thing[] {
  return Array.from({ length: count }, () => thing);
}

describe('the blocks', () => {
  test('are Block Kit', () => {
    expect([
      header('Order pizza?', { blockId: 'b1' }),
      section('Cluster 7 is hungry.', { accessory: aButton }),
      fields({ Size: 'large', Address: 'Hauptstraße 1' }),
      fields(['one', mrkdwn('*two*')]),
      context([
        'Asked by alertmanager',
        mrkdwn('<@U0ALICE>'),
        { type: 'image', image_url: 'https://a.example/i', alt_text: 'i' },
      ]),
      divider(),
      actions([aButton], { blockId: 'b2' }),
      image({ url: 'https://a.example/pizza.png', altText: 'A pizza', title: 'Pizza' }),
      input({ label: 'Why?', element: plainTextInput({ actionId: 'reason' }), blockId: 'reason', hint: 'Be kind.' }),
    ]).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Order pizza?', emoji: false }, block_id: 'b1' },
      {
        type: 'section',
        text: { type: 'plain_text', text: 'Cluster 7 is hungry.', emoji: false },
        accessory: {
          type: 'button',
          action_id: 'approval:default:approve',
          text: { type: 'plain_text', text: 'Approve', emoji: false },
        },
      },
      {
        type: 'section',
        fields: [
          { type: 'plain_text', text: 'Size\nlarge', emoji: false },
          { type: 'plain_text', text: 'Address\nHauptstraße 1', emoji: false },
        ],
      },
      {
        type: 'section',
        fields: [
          { type: 'plain_text', text: 'one', emoji: false },
          { type: 'mrkdwn', text: '*two*', verbatim: true },
        ],
      },
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: 'Asked by alertmanager', emoji: false },
          { type: 'mrkdwn', text: '<@U0ALICE>', verbatim: true },
          { type: 'image', image_url: 'https://a.example/i', alt_text: 'i' },
        ],
      },
      { type: 'divider' },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'approval:default:approve',
            text: { type: 'plain_text', text: 'Approve', emoji: false },
          },
        ],
        block_id: 'b2',
      },
      {
        type: 'image',
        image_url: 'https://a.example/pizza.png',
        alt_text: 'A pizza',
        title: { type: 'plain_text', text: 'Pizza', emoji: false },
      },
      {
        type: 'input',
        label: { type: 'plain_text', text: 'Why?', emoji: false },
        element: { type: 'plain_text_input', action_id: 'reason', multiline: false, max_length: 3000 },
        optional: false,
        hint: { type: 'plain_text', text: 'Be kind.', emoji: false },
        block_id: 'reason',
      },
    ]);
  });

  test('hold elements with every field that Slack knows', () => {
    expect([
      button({
        text: 'Reject',
        actionId: 'a',
        value: 'v',
        url: 'https://a.example',
        style: 'danger',
        confirm: confirm({ ...dialog, style: 'danger' }),
        accessibilityLabel: 'Reject: Order pizza?',
      }),
      plainTextInput({ actionId: 'a', multiline: true, placeholder: 'p', initialValue: 'i', maxLength: 10 }),
      staticSelect({
        actionId: 'a',
        options: [option('Large', 'l')],
        placeholder: 'p',
        initialOption: option('Large', 'l'),
      }),
    ]).toEqual([
      {
        type: 'button',
        action_id: 'a',
        text: { type: 'plain_text', text: 'Reject', emoji: false },
        value: 'v',
        url: 'https://a.example',
        style: 'danger',
        confirm: {
          title: { type: 'plain_text', text: 'Sure?', emoji: false },
          text: { type: 'plain_text', text: 'This orders a pizza.', emoji: false },
          confirm: { type: 'plain_text', text: 'Yes', emoji: false },
          deny: { type: 'plain_text', text: 'No', emoji: false },
          style: 'danger',
        },
        accessibility_label: 'Reject: Order pizza?',
      },
      {
        type: 'plain_text_input',
        action_id: 'a',
        multiline: true,
        placeholder: { type: 'plain_text', text: 'p', emoji: false },
        initial_value: 'i',
        max_length: 10,
      },
      {
        type: 'static_select',
        action_id: 'a',
        options: [{ text: { type: 'plain_text', text: 'Large', emoji: false }, value: 'l' }],
        placeholder: { type: 'plain_text', text: 'p', emoji: false },
        initial_option: { text: { type: 'plain_text', text: 'Large', emoji: false }, value: 'l' },
      },
    ]);
  });

  test('hold rich text', () => {
    const at = Date.UTC(2026, 0, 1);

    expect(
      richText([
        richTextSection(['by ', userLeaf('U0ALICE'), ' or ', userLeaf('nobody'), textLeaf('!', { bold: true })]),
        richTextQuote([dateLeaf(at, '{date}'), linkLeaf('https://a.example', 'a'), linkLeaf('javascript:x', 'b')]),
        richTextPreformatted('```\ncode\n```'),
        richTextList([['one'], ['two']], 'ordered'),
      ]),
    ).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'by ' },
            { type: 'user', user_id: 'U0ALICE' },
            { type: 'text', text: ' or ' },
            { type: 'text', text: 'nobody' },
            { type: 'text', text: '!', style: { bold: true } },
          ],
        },
        {
          type: 'rich_text_quote',
          elements: [
            { type: 'date', timestamp: at / 1000, format: '{date}', fallback: '2026-01-01T00:00:00.000Z' },
            { type: 'link', url: 'https://a.example/', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: '```\ncode\n```' }] },
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'two' }] },
          ],
        },
      ],
    });
    expect(richText('long text', { blockId: 'b' })).toEqual({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'long text' }] }],
      block_id: 'b',
    });
  });

  test('are part of views', () => {
    const view = modal({
      title: 'Reject',
      blocks: [divider()],
      submit: 'Reject',
      close: 'Back',
      callbackId: 'approval:default:reject_form',
      privateMetadata: 'v1.x.y',
      notifyOnClose: true,
    });

    expect(view).toEqual({
      type: 'modal',
      title: { type: 'plain_text', text: 'Reject', emoji: false },
      blocks: [{ type: 'divider' }],
      submit: { type: 'plain_text', text: 'Reject', emoji: false },
      close: { type: 'plain_text', text: 'Back', emoji: false },
      callback_id: 'approval:default:reject_form',
      private_metadata: 'v1.x.y',
      notify_on_close: true,
    });
    expect(modal({ title: 'Details', blocks: [divider()] })).not.toHaveProperty('submit');
    expect(homeView([divider()])).toEqual({ type: 'home', blocks: [{ type: 'divider' }] });
  });

  test('share nothing with the lists they are made of', () => {
    const elements = [aButton];
    const row = actions(elements);
    elements.push(aButton);

    expect(row.elements).toHaveLength(1);
  });
});

describe('over-long text is cut visibly', () => {
  const built: readonly [name: string, max: number, textOf: (text: string) => string | undefined][] = [
    ['header', 150, (text) => header(text).text.text],
    ['section', 3000, (text) => section(text).text?.text],
    ['section of markup', 3000, (text) => section(mrkdwn(text)).text?.text],
    ['field', 2000, (text) => fields([text]).fields?.[0]?.text],
    ['field of markup', 2000, (text) => fields([mrkdwn(text)]).fields?.[0]?.text],
    ['field that was literal text already', 2000, (text) => fields([plain(text)]).fields?.[0]?.text],
    ['context', 3000, (text) => JSON.parse(JSON.stringify(context([text]).elements[0])).text],
    ['image description', 2000, (text) => image({ url: 'u', altText: text }).alt_text],
    ['image title', 2000, (text) => image({ url: 'u', altText: 'a', title: text }).title?.text],
    ['input label', 2000, (text) => input({ label: text, element: plainTextInput({ actionId: 'a' }) }).label.text],
    [
      'input hint',
      2000,
      (text) => input({ label: 'l', hint: text, element: plainTextInput({ actionId: 'a' }) }).hint?.text,
    ],
    ['placeholder', 150, (text) => plainTextInput({ actionId: 'a', placeholder: text }).placeholder?.text],
    [
      'select placeholder',
      150,
      (text) => staticSelect({ actionId: 'a', options: [option('o', 'v')], placeholder: text }).placeholder?.text,
    ],
    ['initial value', 3000, (text) => plainTextInput({ actionId: 'a', initialValue: text }).initial_value],
    ['button', 75, (text) => button({ text, actionId: 'a' }).text.text],
    [
      'accessibility label',
      75,
      (text) => button({ text: 't', actionId: 'a', accessibilityLabel: text }).accessibility_label,
    ],
    ['option', 75, (text) => option(text, 'v').text.text],
    ['confirm title', 100, (text) => confirm({ ...dialog, title: text }).title?.text],
    ['confirm text', 300, (text) => confirm({ ...dialog, text }).text.text],
    ['confirm button', 30, (text) => confirm({ ...dialog, confirm: text }).confirm?.text],
    ['deny button', 30, (text) => confirm({ ...dialog, deny: text }).deny?.text],
    ['modal title', 24, (text) => modal({ title: text, blocks: [divider()] }).title.text],
    ['submit button', 24, (text) => modal({ title: 't', blocks: [divider()], submit: text }).submit?.text],
    ['close button', 24, (text) => modal({ title: 't', blocks: [divider()], close: text }).close?.text],
    ['rich text', 3000, (text) => textLeaf(text).text],
  ];

  test.each(built)('%s at %i', (_name, max, textOf) => {
    expect(textOf(x(max))).toBe(x(max));
    expect(textOf(x(max + 1))).toBe(`${x(max - 1)}…`);
  });

  test.each(built.filter(([name]) => name !== 'initial value'))('%s is never empty', (_name, _max, textOf) => {
    expect(textOf('')).toBe('—');
  });
});

describe('what cannot be cut is refused', () => {
  test.each<[name: string, max: number, build: (count: number) => unknown]>([
    ['blocks in a message', 50, (count) => messageBlocks(times<KnownBlock>(count, divider()))],
    ['blocks in a modal', 100, (count) => modal({ title: 't', blocks: times(count, divider()) })],
    ['blocks in the App Home', 100, (count) => homeView(times(count, divider()))],
    ['fields', 10, (count) => fields(times(count, 'f'))],
    ['named fields', 10, (count) => fields(Object.fromEntries(times(count, '').map((_, index) => [`f${index}`, 'v'])))],
    ['context elements', 10, (count) => context(times(count, 'c'))],
    ['elements in actions', 25, (count) => actions(times(count, aButton))],
    ['options', 100, (count) => staticSelect({ actionId: 'a', options: times(count, option('o', 'v')) })],
  ])('%s: 1 to %i', (_name, max, build) => {
    expect(() => build(0)).toThrow(expect.objectContaining(limited));
    expect(() => build(1)).not.toThrow();
    expect(() => build(max)).not.toThrow();
    expect(() => build(max + 1)).toThrow(expect.objectContaining(limited));
  });

  test.each<[name: string, max: number, build: (text: string) => unknown]>([
    ['block id', 255, (text) => divider({ blockId: text })],
    ['action id', 255, (text) => button({ text: 't', actionId: text })],
    ['action id of an input', 255, (text) => plainTextInput({ actionId: text })],
    ['action id of a select', 255, (text) => staticSelect({ actionId: text, options: [option('o', 'v')] })],
    ['callback id', 255, (text) => modal({ title: 't', blocks: [divider()], callbackId: text })],
    ['private metadata', 3000, (text) => modal({ title: 't', blocks: [divider()], privateMetadata: text })],
    ['button value', 2000, (text) => button({ text: 't', actionId: 'a', value: text })],
    ['button address', 3000, (text) => button({ text: 't', actionId: 'a', url: text })],
    ['image address', 3000, (text) => image({ url: text, altText: 'a' })],
    ['option value', 75, (text) => option('o', text)],
  ])('%s: %i characters', (_name, max, build) => {
    expect(() => build(x(max))).not.toThrow();
    expect(() => build(x(max + 1))).toThrow(expect.objectContaining(limited));
  });

  test('a modal with an input needs a submit button', () => {
    const blocks = [input({ label: 'l', element: plainTextInput({ actionId: 'a' }) })];

    expect(() => modal({ title: 't', blocks })).toThrow(expect.objectContaining(limited));
    expect(() => modal({ title: 't', blocks, submit: 's' })).not.toThrow();
  });
});

test('an input accepts at most Slack’s maximum', () => {
  expect(plainTextInput({ actionId: 'a', maxLength: 5_000 }).max_length).toBe(slackLimits.textInputLength);
});
