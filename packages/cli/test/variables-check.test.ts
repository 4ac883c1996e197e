import { describe, expect, test } from 'vitest';
import { doctor } from '../src/doctor/doctor.js';
import { aSlack, examine } from './examine.js';

const signingSecret = '0123456789abcdef0123456789abcdef';
const decisionSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('a secret', () => {
  test.each([
    [`${signingSecret}\n`, /line break/],
    [`${signingSecret}\r\n`, /line break/],
    [` ${signingSecret}`, /white space/],
    [`${signingSecret} `, /white space/],
    [`"${signingSecret}"`, /quotation mark/],
    [`'${signingSecret}'`, /quotation mark/],
    [`\u201c${signingSecret}\u201d`, /quotation mark/],
    [`${signingSecret}"`, /quotation mark/],
  ])('%j is said to be unclean, and is examined without that', async (secret, what) => {
    const lines = await examine(['variables', 'signing_secret'], { SLACK_SIGNING_SECRET: secret });

    expect(lines).toMatchObject([
      {
        status: 'wrong',
        code: 'secret_unclean',
        message: expect.stringMatching(what),
        mend: expect.stringMatching(/\w/),
      },
      { status: 'ok', code: 'signing_secret_ok' },
    ]);
    expect(lines[0]?.message).toContain('SLACK_SIGNING_SECRET');
    expect(JSON.stringify(lines)).not.toContain(signingSecret.slice(0, 8));
  });

  test.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'DECISION_SECRET'])(
    '%s with a blank in the middle is one problem, not two',
    async (name) => {
      const report = await doctor({ environment: { [name]: 'planted secret' }, timeoutMs: 1_000 });

      const wrong = report.lines.filter(({ status, message }) => status === 'wrong' && message.startsWith(name));
      expect(wrong.map(({ code }) => code)).toEqual(['secret_unclean']);
      expect(JSON.stringify(report)).not.toContain('planted');
    },
  );

  test('is named with all others that have the same fault, in one line', async () => {
    const lines = await examine('variables', {
      SLACK_BOT_TOKEN: 'xoxb-1\n',
      SLACK_SIGNING_SECRET: `${signingSecret}\n`,
      SLACK_APP_TOKEN: 'xapp-1\n',
      DECISION_SECRET: `"${decisionSecret}"`,
    });

    expect(lines.map(({ code }) => code)).toEqual(['secret_unclean', 'secret_unclean']);
    expect(lines[0]?.message).toMatch(/^SLACK_BOT_TOKEN .*SLACK_SIGNING_SECRET and SLACK_APP_TOKEN/);
    expect(lines[1]?.message).toMatch(/^DECISION_SECRET /);
  });

  test('works without its quotation marks, so the token is tried', async () => {
    const { slack, environment } = await aSlack();
    const quoted = { ...environment, SLACK_BOT_TOKEN: `"${slack.botToken}"` };

    const lines = await examine(['variables', 'slack_token'], quoted);

    expect(lines.map(({ code }) => code)).toEqual(['secret_unclean', 'slack_token_ok']);
  });

  test('that is clean, empty or blank is no problem of its characters', async () => {
    const lines = await examine('variables', { SLACK_SIGNING_SECRET: signingSecret, DECISION_SECRET: '', PORT: ' ' });

    expect(lines).toMatchObject([{ status: 'ok', code: 'variables_ok' }]);
  });
});

describe('another value', () => {
  test('in quotation marks is wrong, and is examined without them', async () => {
    const { environment } = await aSlack();
    const given = { ...environment, SLACK_CHANNEL: '"C0PIZZA"', DATABASE_URL: "'file:a.db'", PS1: '"$ "' };

    const lines = await examine(['variables', 'channel'], given, { post: true });

    expect(lines.map(({ code }) => code)).toEqual(['value_quoted', 'channel_ok']);
    expect(lines[0]?.message).toMatch(/^SLACK_CHANNEL and DATABASE_URL have/);
  });

  test('may have blanks around it, as every program trims or ignores them', async () => {
    expect(await examine('variables', { SLACK_CHANNEL: ' C0PIZZA ' })).toMatchObject([{ status: 'ok' }]);
  });
});
