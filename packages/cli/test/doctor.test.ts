import { describe, expect, test } from 'vitest';
import { checks } from '../src/checks/checks.js';
import { type Check, ok, wrong } from '../src/doctor/check.js';
import { doctor } from '../src/doctor/doctor.js';
import { aServer } from './a-server.js';

/** One of the form that each variable has, so that nothing stops at the form. */
const planted = {
  SLACK_BOT_TOKEN: 'xoxb-planted-bot-token',
  SLACK_SIGNING_SECRET: 'fedcba9876543210fedcba9876543210',
  SLACK_APP_TOKEN: 'xapp-planted-app-token',
  DECISION_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  KUBERNETES_TOKEN: 'planted-kubernetes-token',
};
const inAnswers = 'planted_in_an_answer';
const variables = [
  ...Object.keys(planted),
  ...['SLACK_API_URL', 'SLACK_CHANNEL', 'SLACK_APPROVERS', 'PORT', 'PUBLIC_URL', 'AZURE_FUNCTION_URL'],
  ...['DATABASE_URL', 'KUBERNETES_API_URL', 'KUBECONFIG', 'K8S_NAMESPACE', 'REPORT_SECRET', 'ALERTS_TOKEN'],
  ...['CUSTOMER_EMAIL', 'PIZZA_TYPE'],
];

describe('no secret is in a report', () => {
  const answers: readonly (readonly [status: number, body: string, headers: Record<string, string>])[] = [
    [200, JSON.stringify({ ok: false, error: inAnswers, needed: inAnswers }), { 'content-type': 'application/json' }],
    [200, inAnswers, { 'content-type': 'text/html', date: inAnswers, 'x-oauth-scopes': `${inAnswers},A B` }],
    [302, inAnswers, { location: `https://${inAnswers}.example.com` }],
    [401, inAnswers, { 'www-authenticate': inAnswers }],
    [500, `<html>${inAnswers}`, {}],
  ];

  test.each(answers)('with servers that answer %s %s', async (status, body, headers) => {
    const heard: string[] = [];
    const server = await aServer((request, response) => {
      heard.push(request.headers.authorization ?? '');
      // and back comes whatever was sent
      response.writeHead(status, headers).end(`${body} ${status === 500 ? JSON.stringify(request.headers) : ''}`);
    });
    const environment = {
      ...planted,
      SLACK_API_URL: `${server}/planted-path/api/`,
      SLACK_CHANNEL: 'C0PIZZA',
      SLACK_APPROVERS: 'U0ALICE,S0ONCALL',
      PORT: new URL(server).port,
      PUBLIC_URL: `${server}/planted-path`,
      AZURE_FUNCTION_URL: `${server}/planted-path?code=planted-function-key`,
      DATABASE_URL: 'postgres://planted-user:planted-password@127.0.0.1:1/planted-database',
      KUBERNETES_API_URL: `${server}/planted-path`,
    };

    const report = await doctor({ environment, post: true, timeoutMs: 5_000 });

    const text = JSON.stringify(report);
    const leaked = [...Object.values(planted), inAnswers, 'planted'].filter((secret) => text.includes(secret));
    expect(leaked).toEqual([]);
    // the servers were really asked, with the real tokens
    expect(heard.join()).toContain(planted.SLACK_BOT_TOKEN);
    expect(report.lines).toHaveLength(checks.length);
  });

  test.each(variables)('where %s holds something else', async (name) => {
    const secret = `planted secret in ${name}`;

    const report = await doctor({ environment: { [name]: secret }, timeoutMs: 1_000 });

    expect(JSON.stringify(report)).not.toContain('planted');
  });

  test('not even if a check prints one', async () => {
    const careless: Check = {
      id: 'careless',
      title: 'careless',
      run: async (environment) =>
        wrong('careless', `I saw ${environment.SLACK_BOT_TOKEN}.`, `${environment.DATABASE_URL}`, 'p%40ss!word'),
    };
    const environment = { ...planted, DATABASE_URL: 'postgres://u:p%40ss!word@127.0.0.1/db' };

    const { lines } = await doctor({ environment, checks: [careless] });

    expect(lines).toMatchObject([{ message: 'I saw [secret].', mend: '[secret]', hints: ['[secret]'] }]);
  });
});

test.each([
  ['AZURE_FUNCTION_URL', 'https://f.example.com/api?code=key-of-the-function', 'key-of-the-function'],
  ['DATABASE_URL', 'AccountName=a;AccountKey=key-of-the-account;', 'key-of-the-account'],
  ['PUBLIC_URL', 'https://somebody:password-of-somebody@f.example.com', 'password-of-somebody'],
])('what is secret in %s is taken out of every line', async (name, value, secret) => {
  const careless: Check = {
    id: 'careless',
    title: 'careless',
    run: async () => ok('careless', `It has ${secret} in it.`),
  };

  const { lines } = await doctor({ environment: { [name]: value }, checks: [careless] });

  expect(lines).toMatchObject([{ message: 'It has [secret] in it.' }]);
});

test('what is secret in a URL of the command line is taken out of every line', async () => {
  const careless: Check = { id: 'careless', title: 'careless', run: async () => ok('careless', 'I saw planted-key.') };

  const requestUrls = ['https://a.example/slack?code=planted-key'];
  const { lines } = await doctor({ environment: {}, requestUrls, checks: [careless] });

  expect(lines).toMatchObject([{ message: 'I saw [secret].' }]);
});

test('the prefix of a secret that is not filled in yet stays readable', async () => {
  const { lines } = await doctor({
    environment: { DECISION_SECRET: 'whsec_' },
    checks: checks.filter(({ id }) => id === 'decision_secret'),
  });

  expect(lines[0]?.message).toContain('is not whsec_ followed by');
});

describe('checks', () => {
  test('have ids and titles of their own', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
  });

  test('may return several lines', async () => {
    const own: Check = { id: 'fridge', title: 'fridge', run: async () => [ok('full', 'Full.'), ok('cold', 'Cold.')] };

    const report = await doctor({ environment: {}, checks: [own, ...checks] });

    expect(report.lines.slice(0, 2)).toMatchObject([
      { check: 'fridge', title: 'fridge', code: 'full' },
      { check: 'fridge', code: 'cold' },
    ]);
    // the customer concerns only the pizza example
    expect(report.lines).toHaveLength(checks.length + 1);
  });

  test('that throw are a line of their own', async () => {
    const broken: Check = {
      id: 'broken',
      title: 'broken',
      run: async () => {
        throw new TypeError('with a secret in it');
      },
    };

    const report = await doctor({ environment: {}, checks: [broken] });

    expect(report).toMatchObject({ ok: false, lines: [{ status: 'wrong', code: 'check_failed' }] });
    expect(JSON.stringify(report)).not.toContain('secret in it');
  });
});

test('what is not checked is no fault', async () => {
  const { ok: isOk } = await doctor({ environment: {}, checks: checks.filter(({ id }) => id === 'store') });

  expect(isOk).toBe(true);
});
