import { describe, expect, test } from 'vitest';
import { parseMrkdwn } from './parse-mrkdwn.js';

const text = (content: string) => ({ type: 'text', text: content });

describe('a text without markup', () => {
  test.each([
    'snake_case_name and 2*3*4',
    '* not bold *',
    '_ no _',
    'a:b:c',
    '<foo>',
    '<javascript:alert(1)|click>',
    '<@nobody>',
    '<!date^soon^{date}|then>',
    '<!date^1^{date}>',
    '<script>alert(1)</script>',
  ])('%s stays as it was written', (written) => {
    expect(
      parseMrkdwn(written)
        .map((markup) => ('text' in markup ? markup.text : 'name' in markup ? `:${markup.name}:` : '?'))
        .join(''),
    ).toBe(written);
  });

  test('decodes the three entities once', () => {
    expect(parseMrkdwn('a &lt;b&gt; &amp;lt; &quot;')).toEqual([text('a <b> &lt; &quot;')]);
  });
});

describe('markup', () => {
  test.each([
    ['*a b*', [{ type: 'bold', parts: [text('a b')] }]],
    ['_a_, ~b~', [{ type: 'italic', parts: [text('a')] }, text(', '), { type: 'strike', parts: [text('b')] }]],
    ['*_a_*', [{ type: 'bold', parts: [{ type: 'italic', parts: [text('a')] }] }]],
    ['`*a* &amp;`', [{ type: 'code', text: '*a* &' }]],
    ['a ```\n*b*\n``` c', [text('a '), { type: 'fence', text: '*b*' }, text(' c')]],
    ['a\n```b```\nc', [text('a'), { type: 'fence', text: 'b' }, text('c')]],
    ['&gt; a\n> b\nc', [{ type: 'quote', parts: [text('a\nb')] }, text('c')]],
    ['a\n&gt; b', [text('a'), { type: 'quote', parts: [text('b')] }]],
    [':pizza:!', [{ type: 'emoji', name: 'pizza' }, text('!')]],
    ['<@U1>', [{ type: 'person', id: 'U1', label: null }]],
    ['<#C1|ops>', [{ type: 'channel', id: 'C1', label: 'ops' }]],
    ['<!subteam^S1|@oncall>', [{ type: 'usergroup', id: 'S1', label: '@oncall' }]],
    ['<!here>', [{ type: 'everyone', range: 'here' }]],
    ['<https://a.b/?c=1&amp;d|e &amp; f>', [{ type: 'link', url: 'https://a.b/?c=1&d', label: 'e & f' }]],
    ['<mailto:a@b.c>', [{ type: 'link', url: 'mailto:a@b.c', label: 'a@b.c' }]],
    [
      '<!date^60^{time}^https://a.b|then>',
      [{ type: 'date', seconds: 60, format: '{time}', url: 'https://a.b', fallback: 'then' }],
    ],
    ['see https://a.b/c.', [text('see '), { type: 'link', url: 'https://a.b/c', label: 'https://a.b/c' }, text('.')]],
  ])('%s', (written, read) => {
    expect(parseMrkdwn(written)).toEqual(read);
  });

  test('leaves bare addresses alone in a verbatim text', () => {
    expect(parseMrkdwn('see https://a.b/c', { verbatim: true })).toEqual([text('see https://a.b/c')]);
  });
});
