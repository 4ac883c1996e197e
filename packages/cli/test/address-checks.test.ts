import { receiveDecision } from '@k8s-pizza/slack-approval';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { answering, aServer, bodyOf } from './a-server.js';
import { anApp, signingSecret } from './an-app.js';
import { examine } from './examine.js';

const codes = (lines: readonly { readonly code: string }[]) => lines.map(({ code }) => code);
const ask = (url: string, secret = signingSecret) =>
  examine('request_urls', { PUBLIC_URL: url, SLACK_SIGNING_SECRET: secret });

/** An address at which no server listens. */
async function nobody(): Promise<string> {
  const { url, close } = await listenOnLoopback(() => undefined);
  await close();
  return url;
}

describe("the doors for Slack's requests", () => {
  test('of an app of the library are fine, all three', async () => {
    const url = await anApp();

    const lines = await examine('request_urls', { PUBLIC_URL: `${url}/`, SLACK_SIGNING_SECRET: signingSecret });

    expect(lines).toMatchObject([{ status: 'ok', code: 'request_url_ok' }]);
    for (const path of ['/slack/actions', '/slack/commands', '/slack/events'])
      expect(lines[0]?.message).toContain(path);
  });

  test('of an app with another signing secret refuse', async () => {
    const url = await anApp('f'.repeat(32));

    expect(codes(await ask(url))).toEqual(['request_url_signature_refused']);
  });

  test('of an app whose body is changed on the way refuse', async () => {
    const app = await anApp();
    const proxy = await aServer(async (request, response) => {
      const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = request.headers;
      const body = JSON.stringify(JSON.parse(String(await bodyOf(request))), null, 2);
      const headers = {
        'content-type': 'application/json',
        'x-slack-signature': String(signature),
        'x-slack-request-timestamp': String(timestamp),
      };
      const answer = await fetch(`${app}${request.url}`, { method: 'POST', headers, body });
      response.writeHead(answer.status).end(await answer.text());
    });

    expect(codes(await ask(proxy))).toEqual(['request_url_signature_refused']);
  });

  test('of a program that answers whoever asks are not verified', async () => {
    const url = await aServer(async (request, response) => {
      response.end(JSON.parse(String(await bodyOf(request))).challenge);
    });

    expect(codes(await ask(url))).toEqual(['request_url_unverified']);
  });

  test.each<[number, string, Readonly<Record<string, string>>, string]>([
    [302, '', { location: 'https://login.example.com' }, 'request_url_redirects'],
    [200, '<!DOCTYPE html><p>You are about to visit a tunnel', {}, 'request_url_html'],
    [511, 'log in', { 'content-type': 'text/html' }, 'request_url_html'],
    [404, 'nothing here', {}, 'request_url_not_found'],
    [405, '', {}, 'request_url_not_found'],
    [403, 'denied', {}, 'request_url_forbidden'],
    [502, 'bad gateway', {}, 'request_url_failed'],
    [200, 'ok', {}, 'request_url_other_answer'],
  ])('that answer %s "%s": %s %s', async (status, body, headers, code) => {
    const lines = await ask(answering(status, body, headers));

    expect(lines).toMatchObject([{ status: 'wrong', code, mend: expect.stringMatching(/\w/) }]);
  });

  test('that nobody serves are not reached', async () => {
    expect(codes(await ask(await nobody()))).toEqual(['request_url_unreachable']);
  });

  test('that never answer are not reached in time', async () => {
    const url = await aServer(() => undefined);

    const environment = { PUBLIC_URL: url, SLACK_SIGNING_SECRET: signingSecret };
    const lines = await examine('request_urls', environment, { timeoutMs: 100 });

    expect(lines).toMatchObject([{ code: 'request_url_unreachable', message: expect.stringContaining('in time') }]);
  });

  test('of which one is wrong and two are fine get two lines, which name their paths', async () => {
    const app = await anApp();
    const proxy = await aServer(async (request, response) => {
      if (request.url === '/slack/commands') return void response.writeHead(404).end();
      const { method = '', url } = request;
      const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];
      const headers = names.map((name): [string, string] => [name, String(request.headers[name])]);
      const answer = await fetch(`${app}${url}`, { method, headers, body: new Uint8Array(await bodyOf(request)) });
      response.writeHead(answer.status).end(await answer.text());
    });

    const lines = await ask(proxy);

    expect(codes(lines).sort()).toEqual(['request_url_not_found', 'request_url_ok']);
    const [missing] = lines.filter(({ code }) => code === 'request_url_not_found');
    expect(missing?.message).toMatch(/\/slack\/commands(?!.*\/slack\/)/);
  });

  test('of a server without TLS are not reached by https', async () => {
    const url = await anApp();

    expect(codes(await ask(url.replace('http:', 'https:')))).toEqual(['request_url_tls']);
  });

  test('of a host that no DNS knows are not reached', async () => {
    const failing: typeof fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }) });
    };
    const environment = { PUBLIC_URL: 'https://gone.example', SLACK_SIGNING_SECRET: signingSecret };

    expect(codes(await examine('request_urls', environment, { fetch: failing }))).toEqual(['request_url_dns']);
  });

  test.each([
    ['http://approvals.example.com', 'public_url_invalid'],
    ['approvals', 'public_url_invalid'],
    ['https://alice:password@approvals.example.com', 'public_url_invalid'],
    ['', 'public_url_unset'],
  ])('at "%s": %s', async (url, code) => {
    expect(codes(await ask(url))).toEqual([code]);
  });

  test('without a signing secret are not asked', async () => {
    expect(codes(await ask('https://approvals.example.com', ''))).toEqual(['signing_secret_missing']);
  });
});

describe('the app on this machine', () => {
  const askAt = (port: string | undefined) => examine('local_app', { PORT: port, SLACK_SIGNING_SECRET: signingSecret });

  test('is asked at its port', async () => {
    expect(codes(await askAt(new URL(await anApp()).port))).toEqual(['request_url_ok']);
  });

  test('may be elsewhere', async () => {
    const [line] = await askAt(new URL(await nobody()).port);

    expect(line).toMatchObject({ status: 'not_checked', code: 'local_app_absent' });
  });

  test.each([
    ['0', 'port_invalid'],
    ['70000', 'port_invalid'],
    ['http', 'port_invalid'],
    [undefined, 'port_unset'],
  ])('%s: %s', async (port, code) => {
    expect(codes(await askAt(port))).toEqual([code]);
  });
});

describe('the signing secret', () => {
  test.each([
    [signingSecret, undefined, 'signing_secret_ok'],
    [`${signingSecret}0`, undefined, 'signing_secret_malformed'],
    ['xoxb-1', undefined, 'signing_secret_malformed'],
    [undefined, undefined, 'signing_secret_missing'],
    [undefined, 'xapp-1', 'signing_secret_not_needed'],
  ])('%s beside the app token %s: %s', async (secret, token, code) => {
    const lines = await examine('signing_secret', { SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: token });

    expect(codes(lines)).toEqual([code]);
  });

  test.each([
    ['http://127.0.0.1:4000/api/', 'signing_secret_other_slack'],
    ['https://slack.com.example.com/api/', 'signing_secret_other_slack'],
    ['https://slack.com/api/', 'signing_secret_malformed'],
  ])('of %s: %s', async (apiUrl, code) => {
    const lines = await examine('signing_secret', { SLACK_SIGNING_SECRET: 'any-text', SLACK_API_URL: apiUrl });

    expect(codes(lines)).toEqual([code]);
  });
});

describe('the function', () => {
  const askFunction = (url: string | undefined) => examine('function', { AZURE_FUNCTION_URL: url });

  test('that verifies is fine, and is told to do nothing', async () => {
    const taken: unknown[] = [];
    const bodies: string[] = [];
    const receive = receiveDecision({
      secrets: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      handler: async (decision) => void taken.push(decision),
    });
    const url = await aServer(async (request, response) => {
      const body = await bodyOf(request);
      bodies.push(String(body));
      const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
      const { status } = await receive({ method: request.method ?? '', header, body });
      response.writeHead(status).end();
    });

    const lines = await askFunction(`${url}/api/decisions?code=of-the-function`);

    expect(lines).toMatchObject([{ status: 'ok', code: 'function_ok' }]);
    expect(taken).toEqual([]);
    expect(bodies.join()).not.toMatch(/approved|orderConfirmed|firing/);
  });

  test.each<[number, string, Readonly<Record<string, string>>, string]>([
    [200, '{"message":"no action"}', {}, 'function_unverified'],
    [202, '', {}, 'function_unverified'],
    [302, '', { location: 'https://login.example.com' }, 'function_redirects'],
    [404, '', {}, 'function_not_found'],
    [405, '', {}, 'function_not_found'],
    [400, '', {}, 'function_other_answer'],
    [500, 'stack', {}, 'function_failed'],
    [200, '<html>', {}, 'function_html'],
    [401, '', {}, 'function_ok'],
  ])('that answers %s "%s": %s %s', async (status, body, headers, code) => {
    expect(codes(await askFunction(answering(status, body, headers)))).toEqual([code]);
  });

  test('that answers a GET is another one', async () => {
    const url = await aServer((request, response) => {
      response.writeHead(request.method === 'GET' ? 200 : 401).end();
    });

    expect(codes(await askFunction(url))).toEqual(['function_answers_get']);
  });

  test('that is not there is not reached', async () => {
    expect(codes(await askFunction(await nobody()))).toEqual(['function_unreachable']);
  });

  test.each([
    [undefined, 'function_unset'],
    ['http://function.example.com/api', 'function_url_invalid'],
    ['function', 'function_url_invalid'],
    ['https://YOUR_FUNCTION_APP.example.com/api', 'function_url_invalid'],
    ['https://alice:password@function.example.com/api', 'function_url_invalid'],
    ['ftp://function.example.com', 'function_url_invalid'],
  ])('%s: %s', async (url, code) => {
    expect(codes(await askFunction(url))).toEqual([code]);
  });
});

describe('the decision secret', () => {
  const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 255).toString('base64')}`;

  test.each([
    [of(32), 'decision_secret_ok'],
    [of(24), 'decision_secret_ok'],
    [of(64).replace(/=+$/, ''), 'decision_secret_ok'],
    [of(23), 'decision_secret_malformed'],
    [of(65), 'decision_secret_malformed'],
    [of(32).slice('whsec_'.length), 'decision_secret_malformed'],
    ['whsec_not-base64', 'decision_secret_malformed'],
    ['whsec_not base64', 'secret_unclean'],
    [undefined, 'decision_secret_unset'],
  ])('%s: %s', async (secret, code) => {
    expect(codes(await examine('decision_secret', { DECISION_SECRET: secret }))).toEqual([code]);
  });

  test('is needed where decisions are sent', async () => {
    const environment = { AZURE_FUNCTION_URL: 'https://function.example.com' };

    expect(codes(await examine('decision_secret', environment))).toEqual(['decision_secret_missing']);
  });
});
