import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleInRun } from 'test-engines/in-this-run';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createManifest } from '../src/manifest/create-manifest.js';
import { anApp, signingSecret } from './an-app.js';
import { aStoreOfApprovals } from './evidence/a-store-of-approvals.js';
import { aSlack } from './examine.js';

const program = await bundleInRun(new URL('../src/bin.ts', import.meta.url));

/** The program as a process, with nothing in its environment but what is given. */
async function run(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  node: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...node, program, ...words], {
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...environment },
  });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, output, complaint };
}

describe('slack-approval manifest', () => {
  test('prints what createManifest makes', async () => {
    const words = ['--url', 'https://a.example', '--name', 'Pizza', '--command', '/pizza', '--home', '--named-only'];
    const { code, output } = await run(['manifest', ...words, '--extra-command', '/menu:Show: the menu']);

    const extraCommands = [{ command: '/menu', description: 'Show: the menu' }];
    const options = { url: 'https://a.example', name: 'Pizza', command: '/pizza', home: true, namedOnly: true };
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual(createManifest({ ...options, extraCommands }));
  });

  test('speaks YAML as well, and knows an app without command and address', async () => {
    const { output } = await run(['manifest', '--socket-mode', '--no-command', '--yaml']);

    expect(output).toContain('socket_mode_enabled: true');
    expect(output).not.toContain('slash_commands');
  });

  test.each([
    [['manifest'], '--url'],
    [['manifest', '--url', 'http://a.example'], 'https'],
    [['manifest', '--url', 'https://a.example', '--command', 'pizza'], 'slash'],
    [['manifest', '--socket-mode', '--surprise'], '--surprise'],
    [['doctor', '--timeout', 'long'], 'seconds'],
    [['cure'], 'cure'],
  ])('%j is not understood, and says why', async (words, why) => {
    const { code, output, complaint } = await run(words);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaint).toContain(why);
    expect(complaint).not.toContain('    at ');
  });
});

describe('slack-approval doctor', () => {
  test('finds nothing wrong with a set-up that works', async () => {
    const { environment } = await aSlack();
    const url = await anApp();

    const { code, output } = await run(['doctor', '--url', url, '--post'], {
      ...environment,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CHANNEL: 'C0PIZZA',
      SLACK_APPROVERS: 'U0ALICE,S0ONCALL',
    });

    expect(output).toMatch(/^ok +bot token +It works/m);
    expect(output).toMatch(/^8 ok, 0 wrong, 6 not checked$/m);
    expect(code).toBe(0);
  });

  test('says what is wrong, and how to mend it, and ends by 1', async () => {
    const { environment } = await aSlack({ scopes: ['chat:write', 'channels:read'] });

    const { code, output } = await run(['doctor'], { ...environment, SLACK_CHANNEL: 'C0QUIET' });

    expect(output).toMatch(/^WRONG +channel +The app is not in C0QUIET\. \[not_in_channel\]\n +→ .*\/invite/m);
    expect(code).toBe(1);
  });

  test('reads a file, beneath the environment, and writes JSON', async () => {
    const { environment } = await aSlack();
    const folder = mkdtempSync(join(tmpdir(), 'doctor-bin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, '.env');
    writeFileSync(
      file,
      `SLACK_BOT_TOKEN="xoxb-of-the-file"\nSLACK_CHANNEL=C0NAMED # a comment\nDATABASE_URL=file:none.db\n`,
    );

    // it loads the package of the store by its name, which is here a source
    const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx'];
    const { output } = await run(['doctor', '--env-file', file, '--json', '--no-command'], environment, node);

    const { ok: isOk, lines } = JSON.parse(output);
    const codeOf = (id: string) => lines.find(({ check }: { check: string }) => check === id)?.code;
    expect(isOk).toBe(false);
    expect(['slack_token', 'channel', 'store'].map(codeOf)).toEqual([
      'slack_token_ok',
      'channel_unknown',
      'store_missing',
    ]);
  });
});

describe('slack-approval export and verify', () => {
  // it loads the package of the store by its name, which is here a source
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx'];

  test('read a store, and what was written of it', async () => {
    const { url, folder, ids } = await aStoreOfApprovals();
    const file = join(folder, 'evidence.ndjson');

    const exported = await run(['export', '--kind', 'order', '--out', file], { DATABASE_URL: url }, node);
    const verified = await run(['verify', file, '--json'], {}, node);

    expect(exported).toEqual({ code: 0, output: '', complaint: '4 exported.\n' });
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.output).lines.map(({ approvalId }: { approvalId: string }) => approvalId)).toEqual(
      ids.slice(0, 4).toReversed(),
    );
  });
});

describe('what is printed', () => {
  const manifest = ['manifest', '--socket-mode'];

  test('is said to be lost where it cannot be written, as on a full disk, and ends by 2', () => {
    const readOnly = openSync(program, 'r');
    onTestFinished(() => closeSync(readOnly));

    const stdio = ['ignore', readOnly, 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [program, ...manifest], {
      stdio: [...stdio],
      encoding: 'utf8',
    });

    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('(EBADF)') });
  });

  test('may be more than somebody wants to read', async () => {
    const child = spawn(process.execPath, [program, ...manifest], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);

    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });
});

test('help and version end well', async () => {
  const [help, version] = await Promise.all([run(['doctor', '--help']), run(['--version'])]);

  expect(help).toMatchObject({ code: 0, output: expect.stringContaining('--env-file') });
  expect(version).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
