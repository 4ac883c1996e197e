import { describe, expect, test } from 'vitest';
import type { DoctorLine } from '../src/doctor/doctor.js';
import type { Environment } from '../src/doctor/environment.js';
import { aServer, bodyOf } from './a-server.js';
import { anApp, signingSecret } from './an-app.js';
import { examine } from './examine.js';
import { run } from './run-words.js';

async function runDoctor(words: readonly string[], environment: Environment = {}) {
  const given = { SLACK_SIGNING_SECRET: signingSecret, ...environment };
  const { code, output, complaint } = await run(['doctor', '--json', ...words], given);
  const lines: readonly DoctorLine[] = output === '' ? [] : JSON.parse(output).lines;
  return { code, complaint, lines, line: (check: string) => lines.filter((line) => line.check === check) };
}

describe('--request-url', () => {
  test('is asked as it is, instead of the paths under PUBLIC_URL', async () => {
    const url = await anApp();
    const asked: string[] = [];
    const proxy = await aServer(async (request, response) => {
      asked.push(request.url ?? '');
      const names = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];
      const headers = names.map((name): [string, string] => [name, String(request.headers[name])]);
      const body = new Uint8Array(await bodyOf(request));
      const answer = await fetch(`${url}/slack/actions`, { method: 'POST', headers, body });
      response.writeHead(answer.status).end(await answer.text());
    });

    const words = ['--request-url', `${proxy}/api/slack?code=planted-key`, '--request-url', `${proxy}/other`];
    const { line, lines } = await runDoctor(words, { PUBLIC_URL: 'https://approvals.example.com' });

    expect(line('request_urls')).toMatchObject([{ code: 'request_url_ok' }]);
    expect([...new Set(asked)].sort()).toEqual(['/api/slack?code=planted-key', '/other']);
    expect(line('request_urls')[0]?.message).toMatch(/\/api\/slack\?… and .*\/other,/);
    expect(JSON.stringify(lines)).not.toContain('planted');
  });

  test('that is not served is wrong at its own path', async () => {
    const { code, line } = await runDoctor(['--request-url', `${await anApp()}/api/slack`]);

    expect(code).toBe(1);
    expect(line('request_urls')).toMatchObject([
      {
        code: 'request_url_not_found',
        message: expect.stringContaining('/api/slack'),
        mend: expect.stringContaining('settings'),
      },
    ]);
  });

  test.each([
    ['http://approvals.example.com/slack/events', 'plain http'],
    ['/slack/events?code=planted-key', 'cannot be parsed'],
    ['https://alice:planted-key@approvals.example.com/', 'user name'],
    ['https://approvals.example.com/slack/events#planted', '#'],
    ['', 'cannot be parsed'],
  ])('%j is refused, and not repeated', async (url, why) => {
    const { code, complaint, lines } = await runDoctor(['--request-url', 'https://a.example', '--request-url', url]);

    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(complaint).toContain(`--request-url number 2 `);
    expect(complaint).toContain(why);
    expect(complaint).not.toContain('planted');
  });

  test('that a program on this machine does not serve is no fault of it: a proxy may change the path', async () => {
    const PORT = new URL(await anApp()).port;
    const environment = { PORT, SLACK_SIGNING_SECRET: signingSecret };
    const at = async (url: string) => await examine('local_app', environment, { requestUrls: [url] });

    expect(await at('https://a.example/api/slack')).toMatchObject([
      { status: 'not_checked', code: 'local_app_other_path' },
    ]);
    expect(await at('https://a.example/slack/events')).toMatchObject([{ code: 'request_url_ok' }]);
  });

  test('hides a long part of its path that may be a key', async () => {
    const url = `${await anApp()}/hooks/planted0planted1planted2/slack`;

    const { line } = await runDoctor(['--request-url', url]);

    expect(line('request_urls')[0]?.message).toContain('/hooks/…/slack');
  });
});
