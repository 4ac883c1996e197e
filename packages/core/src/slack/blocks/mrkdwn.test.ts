import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMrkdwn, isUserId, link, mention, safeUrl, slackDate, usergroupMention } from './mrkdwn.js';

describe('escaping', () => {
  test('covers exactly what mrkdwn decodes, once', () => {
    expect(escapeMrkdwn('a < b && c > d *e* "f"')).toBe('a &lt; b &amp;&amp; c &gt; d *e* "f"');
    expect(escapeMrkdwn('&amp;')).toBe('&amp;amp;');
    expect(escapeMrkdwn('plain')).toBe('plain');
  });

  test('is reversed by decoding, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'&<>;amplgt') }), (text) => {
        const decoded = escapeMrkdwn(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

        expect(decoded).toBe(text);
      }),
    );
  });
});

describe('a mention of a user group', () => {
  test.each([
    ['S0ONCALL', '<!subteam^S0ONCALL>'],
    ['S0ONCALL>', 'S0ONCALL&gt;'],
    ['S0ONCALL|x', 'S0ONCALL|x'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['U0ALICE', 'U0ALICE'],
    ['', ''],
  ])('of %j is %s', (id, markup) => {
    expect(usergroupMention(id)).toBe(markup);
  });
});

describe('a mention', () => {
  test.each(['U0ALICE', 'W0ALICE', 'U1'])('of %s is one', (id) => {
    expect(mention(id)).toBe(`<@${id}>`);
    expect(isUserId(id)).toBe(true);
  });

  test.each([
    ['alice', 'alice'],
    ['U0ALICE>', 'U0ALICE&gt;'],
    ['U0ALICE|x', 'U0ALICE|x'],
    ['U0ALICE\n', 'U0ALICE\n'],
    ['<!channel>', '&lt;!channel&gt;'],
    ['S0GROUP', 'S0GROUP'],
    ['U', 'U'],
    [`U${'A'.repeat(100_000)}`, `U${'A'.repeat(100_000)}`],
  ])('of %j is text', (id, text) => {
    expect(mention(id)).toBe(text);
  });
});

describe('a date', () => {
  const at = Date.UTC(2026, 0, 1, 10, 30, 15, 999);

  test('is a token with whole seconds and a fallback', () => {
    expect(slackDate(at, '{date_short_pretty} at {time}', 'soon')).toBe(
      '<!date^1767263415^{date_short_pretty} at {time}|soon>',
    );
    expect(slackDate(at, '{time}')).toBe('<!date^1767263415^{time}|2026-01-01T10:30:15.000Z>');
  });

  test('stays one token, whatever its words', () => {
    expect(slackDate(at, '{time}|<!channel>^x', '<!here> & co')).toBe(
      '<!date^1767263415^{time}&lt;!channel&gt;x|&lt;!here&gt; &amp; co>',
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('of %d is refused', (ms) => {
    expect(() => slackDate(ms, '{time}')).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});

describe('a link', () => {
  test.each([
    ['https://a.example', 'https://a.example/'],
    ['http://a.example/x y', 'http://a.example/x%20y'],
    ['https://a.example/?q=a|b', 'https://a.example/?q=a%7Cb'],
    ['https://a.example/#<b>|', 'https://a.example/#%3Cb%3E%7C'],
    ['https://a.example/größe', 'https://a.example/gr%C3%B6%C3%9Fe'],
  ])('to %j goes to %j', (url, address) => {
    expect(safeUrl(url)).toBe(address);
  });

  test.each([
    '',
    'a.example',
    '/path',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@a.example',
    'ftp://a.example',
    'slack://open',
    'https://good.example@evil.example/',
    'https://user:password@a.example/',
    'https://',
    'https://a.example|b/',
  ])('to %j goes nowhere', (url) => {
    expect(safeUrl(url)).toBeNull();
    expect(link(url, 'a <b>')).toBe('a &lt;b&gt;');
  });

  test('is one token', () => {
    expect(link('https://a.example/?a=1&b=2', 'a & <b>\nc\u202e')).toBe(
      '<https://a.example/?a=1&amp;b=2|a &amp; &lt;b&gt; c>',
    );
    expect(link('https://a.example/', '')).toBe('<https://a.example/>');
  });

  test('has neither bars nor brackets nor spaces in its address', () => {
    const rest = fc.string({ unit: fc.constantFrom(...'|<> &?#/%@:\\"\'a\n\tß') });
    fc.assert(
      fc.property(rest, (path) => {
        expect(safeUrl(`https://a.example/${path}`) ?? '').not.toMatch(/[|<>\s]/);
      }),
    );
  });
});
