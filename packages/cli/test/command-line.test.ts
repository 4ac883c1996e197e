import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DoctorLine } from '../src/doctor/doctor.js';
import type { Environment } from '../src/doctor/environment.js';
import { loadPackage } from '../src/doctor/load-package.js';
import { aSlack } from './examine.js';
import { run } from './run-words.js';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a missing file is reported by name', async () => {
  const file = join(aFolder(), '.env');

  expect(await run(['doctor', '--env-file', file])).toEqual({
    code: 2,
    output: '',
    complaint: `The file ${file} cannot be read (ENOENT).\n`,
  });
});

test('the environment overrides the file, and --url overrides the environment', async () => {
  const file = join(aFolder(), '.env');
  writeFileSync(file, 'SLACK_BOT_TOKEN=xapp-1\nSLACK_CHANNEL="#pizza"\nPUBLIC_URL=file\n');

  const words = ['doctor', '--env-file', file, '--url', 'line', '--json', '--resource', 'pizzas', '--timeout', '5'];
  const { code, output } = await run(words, { SLACK_BOT_TOKEN: 'xoxp-1', PUBLIC_URL: 'https://approvals.example.com' });

  const codes = JSON.parse(output).lines.map((line: { code: string }) => line.code);
  expect(code).toBe(1);
  expect(codes).toEqual(expect.arrayContaining(['slack_token_malformed', 'channel_malformed', 'public_url_invalid']));
  expect(output).toContain('a user token');
});

test('a report for people has one line per result, with its fix and hints below', async () => {
  const { environment } = await aSlack();

  const { code, output } = await run(['doctor'], { ...environment, SLACK_CHANNEL: '#pizza' });

  expect(code).toBe(1);
  expect(output).toMatch(/^ok {11}bot token {12}It works.*\.$/m);
  expect(output).toMatch(/^WRONG {8}channel .* \[channel_malformed\]\n {13}→ Set it/m);
  expect(output).toMatch(/^ {15}Not needed for approvals.*im:write, usergroups:read\.$/m);
  expect(output).toMatch(/^\d+ ok, 2 wrong, \d+ not checked\n$/m);
});

test.each([
  [['manifest', '--socket-mode', '--no-command', '--extra-command', '/pizza:Order'], '"/pizza"'],
  [['manifest', '--socket-mode', '--yaml'], 'socket_mode_enabled: true'],
  [['--version'], '1.2.3'],
])('%j is answered by %s', async (words, text) => {
  const { code, output } = await run(words);

  expect(code).toBe(0);
  expect(output).toContain(text);
});

test.each([
  [['manifest', '--socket-mode', '--extra-command', '/pizza'], 'needs a description'],
  [['doctor', '--timeout', '0'], 'seconds'],
  [['cure'], 'cure'],
])('%j is not understood', async (words, why) => {
  expect(await run(words)).toMatchObject({ code: 2, complaint: expect.stringContaining(why) });
});

test.each([
  ['manifest', '--user-group', '--user-groups'],
  ['doctor', '--tiemout', '--timeout'],
])('%s %s is refused, and the error suggests %s', async (command, misspelt, meant) => {
  expect(await run([command, misspelt])).toMatchObject({ code: 2, complaint: expect.stringContaining(meant) });
});

/** A folder in which a package is installed that is not beside the program. */
function withPackage(): string {
  const folder = aFolder();
  mkdirSync(join(folder, 'node_modules', 'only-there'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'only-there', 'index.js'), 'exports.found = true;');
  return folder;
}

test('a package that is not beside the program is loaded from the current directory', async () => {
  const folder = withPackage();
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));

  expect(await loadPackage('only-there')).toBeNull();
  process.chdir(folder);
  expect(await loadPackage('only-there')).toMatchObject({ found: true });
});

describe('--env-file', () => {
  const lines = [
    'SLACK_BOT_TOKEN="planted"',
    'SLACK_CHANNEL=C0PIZZA # the channel',
    'SLACK_APPROVERS=U0ALICE ',
    'export PORT=3000',
    'K8S_NAMESPACE=pizza',
    "MULTI_LINE='first",
    "SECOND_PLANTED=last'",
  ];
  /** The lines about variables, with a file of this text. */
  async function aboutVariables(text: string, environment: Environment = {}): Promise<readonly DoctorLine[]> {
    const path = join(aFolder(), '.env');
    writeFileSync(path, text);
    const { output } = await run(['doctor', '--json', '--env-file', path], environment);
    const all: readonly DoctorLine[] = JSON.parse(output).lines;
    return all.filter(({ check }) => check === 'variables');
  }

  test.each(['\n', '\r\n'])('names what Docker reads differently, with line ends %j', async (end) => {
    const found = await aboutVariables(lines.join(end));

    expect(found.map(({ status, code }) => [status, code])).toEqual([['not_checked', 'env_file_ambiguous']]);
    const { message = '' } = found[0] ?? {};
    expect(message).toContain('SLACK_BOT_TOKEN (quotation marks)');
    expect(message).toContain('SLACK_CHANNEL (a comment)');
    expect(message).toContain('SLACK_APPROVERS (blanks)');
    expect(message).toContain('PORT (export or a blank before the =)');
    expect(message).toContain('MULTI_LINE (quotation marks)');
    expect(message).not.toMatch(/K8S_NAMESPACE|SECOND|planted/);
  });

  test('says nothing about a variable that the environment overrides', async () => {
    const found = await aboutVariables('SLACK_CHANNEL="C0PIZZA"\n', { SLACK_CHANNEL: 'C0OPS' });

    expect(found).toMatchObject([{ code: 'variables_ok' }]);
  });

  test('keeps a line break that the file writes as \\n, and the check finds it', async () => {
    const found = await aboutVariables('DECISION_SECRET="planted\\n"\n');

    expect(found.map(({ code }) => code)).toEqual(['secret_unclean', 'env_file_ambiguous']);
  });
});
