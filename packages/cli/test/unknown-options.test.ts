import * as cli from '@k8s-pizza/slack-approval-cli';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../src/command-line.js';

const url = 'https://approvals.example.com';

type Door = readonly [name: string, misspelt: string, meant: string, error: string, call: (extra: object) => unknown];

const doors: readonly Door[] = [
  ['createManifest', 'usergroups', 'userGroups', 'ManifestError', (extra) => cli.createManifest({ url, ...extra })],
  [
    'createManifest',
    'descripton',
    'description',
    'ManifestError',
    (extra) => cli.createManifest({ url, extraCommands: [{ command: '/a', description: 'x', ...extra }] }),
  ],
  ['doctor', 'timeoutms', 'timeoutMs', 'TypeError', (extra) => cli.doctor({ environment: {}, checks: [], ...extra })],
];

test.each(doors)('%s refuses %s for %s by name', async (_, misspelt, meant, name, call) => {
  const calling = async () => await call({ [misspelt]: undefined });

  await expect(calling()).rejects.toMatchObject({
    name,
    message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
  });
});

/** What takes no object that a caller writes by hand: texts alone, and lists. */
const withoutOptions = ['ManifestError', 'checks', 'notChecked', 'ok', 'wrong'];

test('no function of this package is left out of these lists', () => {
  expect([...new Set(doors.map(([name]) => name)), ...withoutOptions].sort()).toEqual(Object.keys(cli).sort());
});

describe('a misspelt flag is refused, and the one that was meant is named', () => {
  test.each([
    ['manifest', '--user-group', '--user-groups'],
    ['doctor', '--tiemout', '--timeout'],
  ])('%s %s', async (command, misspelt, meant) => {
    let complaint = '';
    const complain = (text: string) => {
      complaint += text;
    };

    const code = await runCommandLine([command, misspelt], { version: '', environment: {}, write: complain, complain });

    expect(code).toBe(2);
    expect(complaint).toContain(meant);
  });
});
