import type { IncomingMessage, ServerResponse } from 'node:http';
import { user } from '@k8s-pizza/slack-approval';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import { createTestApprovals, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { serveReceiver } from 'test-sources/serve-receiver';
import { until } from 'test-sources/until';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../run-words.js';
import { ask } from './running.js';

const token = 'shell-0123456789abcdef0123456789abcdef';

/** A door that people answer behind; `before` may answer a request itself. */
async function aDoor(before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false) {
  const world = await createTestApprovals();
  onTestFinished(() => world.close());
  const { approvals, clock } = world;
  const common = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] };
  const question = approvals.define<{ title: string; fields?: Record<string, string> }>('question', {
    ...common,
    card: ({ title, fields = {} }) => ({ title, fields }),
  });
  const deploy = approvals.define<{ version: string }>('deploy', { ...common, title: ({ version }) => version });
  const tokens = [{ token, requester: 'ci', kinds: ['question', 'deploy'], onBehalfOf: 'allowed' as const }];
  const receive = receiveAsks(approvals, { kinds: { question, deploy }, tokens, clock });
  const server = await serveReceiver(receive, before);
  onTestFinished(() => server.close());
  return { ...world, url: server.url };
}

const env = { SLACK_APPROVAL_TOKEN: token };

describe('ask --server', () => {
  test('asks a question with fields, for a person, and ends with 1 and the reason when it is rejected', async () => {
    const door = await aDoor();
    const words = ['Deploy?', '--server', `${door.url}/`, '--field', 'Version=4.2', '--on-behalf-of', 'U0BOB'];
    const running = run(['ask', ...words], env);
    const card = await door.expectCard({ text: '4.2' });
    await door.reject(card, { as: 'U0ALICE', reason: 'Not now.' });

    expect(await running).toMatchObject({
      code: 1,
      output: expect.stringContaining('rejected by U0ALICE: "Not now."'),
    });
    expect(card.approval).toMatchObject({ requester: 'ci', onBehalfOf: { userId: 'U0BOB' } });
  });

  test('asks another kind with its payload', async () => {
    const door = await aDoor();
    const words = ['--server', door.url, '--kind', 'deploy', '--payload', '{"version":"4.2"}', '--json'];
    const running = run(['ask', ...words], env);
    await door.approve(await door.expectCard({ kind: 'deploy', text: '4.2' }), { as: 'U0ALICE' });

    const { code, output, complaint } = await running;

    expect(code).toBe(0);
    expect(complaint).toMatch(/The card: https:\S+\/archives\/C0PIZZA\/p\d+\n/);
    expect(JSON.parse(output)).toMatchObject({ outcome: 'approved', reason: null, decidedBy: ['U0ALICE'] });
  });

  test('goes on when the server cannot answer for a while', async () => {
    let count = 0;
    const door = await aDoor((_, response) => {
      count += 1;
      if (count % 2 === 0) return false;
      // a proxy says 502 while the server behind it is started again
      response.writeHead(502, { 'retry-after': '0.01' }).end('<html>Bad gateway</html>');
      return true;
    });
    const running = run(['ask', 'Deploy?', '--server', door.url], env);
    await door.approve(await door.expectCard(), { as: 'U0ALICE' });

    expect(await running).toMatchObject({ code: 0, complaint: expect.stringContaining('The server answered 502') });
  });

  test('goes on when an answer breaks off', async () => {
    let broken = 0;
    const door = await aDoor(({ url = '' }, response) => {
      if (!url.includes('?wait') || broken > 0) return false;
      broken += 1;
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":', () => response.destroy());
      return true;
    });
    const running = run(['ask', 'Deploy?', '--server', door.url], env);
    await door.approve(await until(async () => (await door.cards())[0]), { as: 'U0ALICE' });

    expect([(await running).code, broken]).toEqual([0, 1]);
  });

  test('withdraws on Ctrl-C, also if the server cannot answer at first', async () => {
    let refused = 0;
    const door = await aDoor(({ url = '' }, response) => {
      if (!url.endsWith('/withdraw') || refused > 0) return false;
      refused += 1;
      response.writeHead(503, { 'retry-after': '0.01' }).end();
      return true;
    });
    const interrupts: (() => void)[] = [];
    const running = run(['ask', 'Deploy?', '--server', door.url], env, (one) => void interrupts.push(one));
    await until(async () => (await door.cards())[0]);
    interrupts[0]?.();

    expect([(await running).code, refused]).toEqual([2, 1]);
  });

  test('a decision that comes before Ctrl-C counts', async () => {
    const door = await aDoor();
    const interrupts: (() => void)[] = [];
    const running = run(['ask', 'Deploy?', '--server', door.url], env, (one) => void interrupts.push(one));
    await door.approve(await until(async () => (await door.cards())[0]), { as: 'U0ALICE' });
    interrupts[0]?.();

    expect(await running).toMatchObject({ code: 0, output: expect.stringContaining('approved by U0ALICE') });
  });

  test('withdraws on Ctrl-C', async () => {
    const door = await aDoor();
    const running = ask(['Deploy?', '--server', door.url], env);
    const { id } = await until(async () => (await door.cards())[0]);
    running.signal('SIGINT');

    expect(await running.ended).toMatchObject({ code: 2, output: expect.stringContaining('withdrawn') });
    expect(await door.approvals.get(id)).toMatchObject({ status: 'withdrawn' });
  });
});

describe('what a server does not take', () => {
  test.each<readonly [string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['an unknown kind', ['--kind', 'cure', '--payload', '{}'], env, 'kind_not_allowed'],
    ['another token', ['Deploy?'], { SLACK_APPROVAL_TOKEN: token.replace('shell', 'other') }, 'unauthenticated'],
    ['no token', ['Deploy?'], {}, 'SLACK_APPROVAL_TOKEN'],
    ['no question', [], env, 'Say what to ask'],
    ['a payload that is no JSON', ['--payload', '{version: 4}'], env, '--payload must be JSON'],
    ['a payload beside a question', ['Deploy?', '--payload', '{}'], env, '--payload replaces'],
    ['what the kind decides', ['Deploy?', '--channel', 'C0PIZZA'], env, '--channel cannot be used'],
  ])('%s ends with 3', async (_, words, environment, told) => {
    const { url } = await aDoor();

    const { code, output, complaint } = await run(['ask', '--server', url, ...words], environment);

    expect([code, output]).toEqual([3, '']);
    expect(complaint).toContain(told);
    expect(complaint).not.toMatch(/0123456789abcdef/);
  });

  test.each<readonly [string, number, string, Readonly<Record<string, string>>, string]>([
    ['a page of another server', 404, '<html></html>', {}, 'check --server'],
    ['an answer that is no approval', 200, '{"ok":true}', {}, 'check --server'],
    ['a redirect', 302, '', { location: 'https://elsewhere.example' }, 'redirects'],
  ])('%s ends with 3', async (_, status, body, headers, told) => {
    const { url } = await listenOnLoopback((_request, response) => void response.writeHead(status, headers).end(body));

    const { code, complaint } = await run(['ask', 'Deploy?', '--server', url], env);

    expect(code).toBe(3);
    expect(complaint).toContain(told);
  });

  test.each(['approvals.example.com', 'https://', 'https://a.example?x=1', 'ftp://a.example'])(
    '%s is no address',
    async (server) => {
      const { code, complaint } = await run(['ask', 'Deploy?', '--server', server], env);

      expect([code, complaint]).toEqual([3, expect.stringContaining('--server must be an address')]);
    },
  );
});
