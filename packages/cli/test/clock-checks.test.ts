import { describe, expect, test } from 'vitest';
import { answering, aServer, bodyOf } from './a-server.js';
import { anApp, signingSecret } from './an-app.js';
import { aSlack, examine } from './examine.js';

const codes = (lines: readonly { readonly code: string }[]) => lines.map(({ code }) => code);
const ahead = (ms: number) => () => Date.now() + ms;

describe('the clock', () => {
  test.each([
    [0, 'clock_ok'],
    [40_000, 'clock_ok'],
    [-40_000, 'clock_ok'],
    [50_000, 'clock_off'],
    [-50_000, 'clock_off'],
    [310_000, 'clock_refuses_slack'],
    [-310_000, 'clock_refuses_slack'],
  ])('that is %s ms ahead: %s', async (aheadMs, code) => {
    const { environment } = await aSlack();

    expect(codes(await examine('clock', environment, { now: () => Date.now() + aheadMs }))).toEqual([code]);
  });

  test('is not checked without an answer of Slack', async () => {
    expect(await examine('clock', {})).toMatchObject([{ status: 'not_checked' }]);
  });
});

describe('the clock of the app', () => {
  const ask = (url: string, more = {}) =>
    examine('request_urls', { PUBLIC_URL: url, SLACK_SIGNING_SECRET: signingSecret, ...more });

  test.each([
    [40_000, ['request_url_ok']],
    [-60_000, ['clock_off', 'request_url_ok']],
    [310_000, ['clock_refuses_slack']],
    [-310_000, ['clock_refuses_slack']],
  ])('that is %s ms ahead is one line for all paths: %j', async (aheadMs, expected) => {
    const lines = await ask(await anApp(signingSecret, ahead(aheadMs)));

    expect(codes(lines)).toEqual(expected);
  });

  test('is compared with that of Slack, so a machine whose clock is off blames only itself', async () => {
    const { environment } = await aSlack();
    const given = { ...environment, PUBLIC_URL: await anApp(), SLACK_SIGNING_SECRET: signingSecret };

    const lines = await examine(['clock', 'request_urls'], given, { now: ahead(400_000) });

    expect(codes(lines)).toEqual(['clock_refuses_slack', 'request_url_ok']);
    expect(lines[0]?.message).toContain("This clock is 400 s ahead of Slack's");
  });

  test('is that of a proxy where the app takes the signature, and then says nothing', async () => {
    const app = await anApp();
    const proxy = await aServer(async (request, response) => {
      const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];
      const headers = names.map((name): [string, string] => [name, String(request.headers[name])]);
      const body = new Uint8Array(await bodyOf(request));
      const answer = await fetch(`${app}${request.url}`, { method: 'POST', headers, body });
      const date = new Date(Date.now() + 400_000).toUTCString();
      response.writeHead(answer.status, { date }).end(await answer.text());
    });

    expect(codes(await ask(proxy))).toEqual(['request_url_ok']);
  });

  test('of each host counts for its own URLs', async () => {
    const urls = [
      await anApp(signingSecret, ahead(-400_000)),
      await anApp(),
      await anApp(signingSecret, ahead(60_000)),
    ];

    const lines = await examine(
      'request_urls',
      { SLACK_SIGNING_SECRET: signingSecret },
      { requestUrls: urls.map((url) => `${url}/slack/events`) },
    );

    expect(codes(lines).sort()).toEqual(['clock_off', 'clock_refuses_slack', 'request_url_ok']);
    const [late] = lines.filter(({ code }) => code === 'clock_refuses_slack');
    expect(late?.message).toContain(`At ${new URL(urls[0] ?? '').host}/slack/events, the clock of the app`);
  });

  test('that is right does not excuse another signing secret', async () => {
    expect(codes(await ask(await anApp('f'.repeat(32))))).toEqual(['request_url_signature_refused']);
  });
});

describe('the clock of the function', () => {
  const dated = (aheadMs: number) => answering(401, '', { date: new Date(Date.now() + aheadMs).toUTCString() });

  test.each([
    [0, ['function_ok']],
    [-200_000, ['function_ok']],
    [310_000, ['function_ok', 'clock_refuses_decisions']],
    [-310_000, ['function_ok', 'clock_refuses_decisions']],
  ])('that is %s ms ahead: %j', async (aheadMs, expected) => {
    expect(codes(await examine('function', { AZURE_FUNCTION_URL: dated(aheadMs) }))).toEqual(expected);
  });

  describe("is compared with Slack's, not with the one of this machine", () => {
    const at = async (aheadMs: number) => {
      const { environment } = await aSlack();
      const given = { ...environment, AZURE_FUNCTION_URL: dated(aheadMs) };
      return await examine('function', given, { now: ahead(400_000) });
    };

    test('so it is fine where both agree', async () => {
      expect(codes(await at(0))).toEqual(['function_ok']);
    });

    test('so it is blamed where they differ', async () => {
      const [, late] = await at(400_000);

      expect(late).toMatchObject({
        code: 'clock_refuses_decisions',
        message: expect.stringMatching(/function is (?:399|40[01]) s ahead of that of Slack/),
        mend: 'Synchronize the clock of the function with NTP.',
      });
    });
  });

  test('is unknown where its answer has no date', async () => {
    const url = answering(401, '', { date: 'today' });

    expect(codes(await examine('function', { AZURE_FUNCTION_URL: url }))).toEqual(['function_ok']);
  });
});
