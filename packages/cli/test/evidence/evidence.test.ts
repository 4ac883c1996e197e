import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/doctor/environment.js';
import { run } from '../run-words.js';
import { aFolder, aStoreOfApprovals, day, start } from './a-store-of-approvals.js';

const documentsIn = (text: string): readonly Evidence[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const textOf = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const dateOf = (at: number) => new Date(at).toISOString();

describe('slack-approval export', () => {
  test('writes the evidence of each approval of a namespace, newest first', async () => {
    const { url, ids, approvals } = await aStoreOfApprovals();

    const { code, output, complaint } = await run(['export'], { DATABASE_URL: url });

    expect({ code, complaint }).toEqual({ code: 0, complaint: '5 exported.\n' });
    const documents = documentsIn(output);
    expect(documents.map(({ approvalId }) => approvalId)).toEqual(ids.toReversed());
    expect(documents[0]).toEqual(JSON.parse(JSON.stringify(await approvals.evidence(ids[4] ?? ''))));
    expect(output).not.toMatch(/xoxb|signing/);
  });

  test.each<[string, readonly string[], readonly number[]]>([
    ['a kind', ['--kind', 'refund'], [4]],
    ['a beginning', ['--since', dateOf(start + day)], [4, 3, 2, 1]],
    ['an end', ['--until', dateOf(start + day)], [0]],
    ['days', ['--since', '2026-11-02', '--until', '2026-11-04', '--kind', 'order'], [2, 1]],
    ['another namespace', ['--namespace', 'other'], []],
  ])('takes %s', async (_, words, expected) => {
    const { url, ids } = await aStoreOfApprovals();

    const { code, output } = await run(['export', ...words], { DATABASE_URL: url });

    expect(code).toBe(0);
    expect(documentsIn(output).map(({ approvalId }) => ids.indexOf(approvalId))).toEqual(expected);
  });

  test('reads more rows than a page has, and says which cannot be read', async () => {
    const { url, approvals, folder } = await aStoreOfApprovals();
    const orders = approvals.define('many', { title: 'Order?', channel: 'C0PIZZA', approvers: [{ type: 'anyone' }] });
    for (let count = 0; count < 45; count += 1) await orders.ask({ count }, { requester: 'shop' });
    const { approval: damaged } = await orders.ask({}, { requester: 'shop' });
    await approvals.flush();
    const { default: Database } = await import('libsql');
    const database = new Database(join(folder, 'approvals.db'));
    database.prepare('UPDATE approvals SET body = ? WHERE id = ?').run('{', damaged.id);
    database.close();

    const { code, output, complaint } = await run(['export', '--kind', 'many'], { DATABASE_URL: url });

    expect(code).toBe(1);
    expect(documentsIn(output)).toHaveLength(45);
    expect(complaint).toContain(`${damaged.id} cannot be read`);
  });

  test('writes a file that its owner alone can read, and none over another', async () => {
    const { url, folder } = await aStoreOfApprovals();
    const out = join(folder, 'evidence.ndjson');
    const envFile = join(folder, '.env');
    writeFileSync(envFile, `DATABASE_URL="${url}"\n`);

    const first = await run(['export', '--env-file', envFile, '--out', out]);
    const again = await run(['export', '--env-file', envFile, '--out', out]);

    expect(first).toEqual({ code: 0, output: '', complaint: '5 exported.\n' });
    expect(documentsIn(readFileSync(out, 'utf8'))).toHaveLength(5);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(again).toMatchObject({ code: 2, complaint: expect.stringContaining('exists') });
  });

  test('changes nothing in the store', async () => {
    const { url, folder } = await aStoreOfApprovals();
    const before = readFileSync(join(folder, 'approvals.db'));

    await run(['export'], { DATABASE_URL: url });

    expect(readFileSync(join(folder, 'approvals.db')).equals(before)).toBe(true);
  });

  test.each<[string, readonly string[], Environment, string]>([
    ['no store', [], {}, 'DATABASE_URL'],
    ['a store of another kind', [], { DATABASE_URL: 'mysql://root:secret@db/x' }, 'DATABASE_URL'],
    ['a file that is not there', [], { DATABASE_URL: 'file:/nowhere/none.db' }, 'store_missing'],
    ['a malformed time', ['--since', 'yesterday'], {}, '2026-11-01'],
    ['a day that does not exist', ['--until', '2026-13-01'], {}, '2026-11-01'],
  ])('cannot be done with %s, and says why', async (_, words, environment, why) => {
    const { code, output, complaint } = await run(['export', ...words], environment);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(complaint).toContain(why);
    expect(complaint).not.toContain('secret');
  });
});

/** A copy with another value at a place such as `history.1.at`. */
function planted(value: unknown, at: string, other: unknown): unknown {
  const [name = '', ...rest] = at.split('.');
  const member: unknown = Object(value)[name];
  const next = rest.length === 0 ? other : planted(member, rest.join('.'), other);
  return Array.isArray(value) ? value.with(Number(name), next) : { ...Object(value), [name]: next };
}

/** The export of a store in a file, which a test may change. */
async function exported(change: (documents: readonly unknown[]) => unknown = (documents) => documents) {
  const filled = await aStoreOfApprovals();
  const { output } = await run(['export'], { DATABASE_URL: filled.url });
  const file = join(filled.folder, 'evidence.ndjson');
  const heads = join(filled.folder, 'heads.ndjson');
  // as: a change gives a list of documents, as it got one
  writeFileSync(file, textOf(change(documentsIn(output)) as readonly unknown[]));
  writeFileSync(heads, textOf(filled.heads));
  return { ...filled, file, headsFile: heads };
}

describe('slack-approval verify', () => {
  test('finds that everything holds, which heads are contained, and what was erased', async () => {
    const { file, headsFile, ids, heads } = await exported();

    const { code, output } = await run(['verify', file, '--heads', headsFile]);

    expect(output).toMatch(/^Everything holds: 5 checked, 0 wrong, 1 with erased parts, 3 of 3 saved heads found\.$/m);
    expect(code).toBe(0);
    expect(heads).toHaveLength(3);
    const line = output.split('\n').find((one) => one.includes(ids[2] ?? ''));
    expect(line).toMatch(
      /^ok {5}line 3 {2}a[a-z2-7]{25} {2}head \d:[0-9a-f]{64} {2}\(contains the saved head 3; \d parts are erased\)$/,
    );
  });

  test('names the first thing that does not hold: the line, the approval, the entry, and what', async () => {
    const { file, ids } = await exported((documents) =>
      planted(planted(documents, '3.history.1.event.vote.answer', 'approve'), '4.kind', 'other'),
    );

    const { code, output } = await run(['verify', file]);

    expect(code).toBe(1);
    expect(output).toContain(`WRONG  line 4  ${ids[1]}  entry 2, hash: `);
    expect(output).toContain(`WRONG  line 5  ${ids[0]}  kind: `);
    expect(output).toContain(
      'The first that does not hold: line 4, entry 2, hash.\nNOT everything holds: 5 checked, 2 wrong',
    );
  });

  test('says it as JSON, one value that is written as it comes', async () => {
    const { file, ids } = await exported((documents) => planted(documents, '1.head.hash', '0'.repeat(64)));

    const { code, output } = await run(['verify', file, '--json']);
    const report = JSON.parse(output);

    expect(code).toBe(1);
    expect(report).toMatchObject({ ok: false, documents: 5, faults: 1, erased: 1, missing: [] });
    expect(report.first).toMatchObject({ line: 2, approvalId: ids[3], code: 'field_changed', seq: null, what: 'head' });
    expect(report.lines.map(({ holds }: { holds: boolean }) => holds)).toEqual([true, false, true, true, true]);
  });

  test('finds a head that a history does not contain any more', async () => {
    const { file, headsFile, heads, ids } = await exported();
    const [first] = heads;
    writeFileSync(headsFile, textOf([{ ...first, hash: '1'.repeat(64) }]));

    const { code, output } = await run(['verify', file, '--heads', headsFile]);

    expect(code).toBe(1);
    expect(output).toContain(`line 5  ${ids[0]}  entry 3, hash: `);
    expect(output).toContain('head_missing');
  });

  test('misses an approval whose head was saved, unless the file is said to have only some', async () => {
    const { file, headsFile, ids } = await exported((documents) => documents.slice(0, 4));

    const whole = await run(['verify', file, '--heads', headsFile]);
    const partial = await run(['verify', file, '--heads', headsFile, '--partial']);

    expect(whole.code).toBe(1);
    expect(whole.output).toContain(`WRONG  ${ids[0]}  A head of it was saved, and it is not in the file.`);
    expect(partial.code).toBe(0);
  });

  test.each<[string, string, string]>([
    ['cut off', '{"version":1,"history":[', 'not_json'],
    ['no document', '[]', 'not_evidence'],
    ['longer than any document', `"${'x'.repeat(5 * 1024 * 1024)}"`, 'not_json'],
  ])('reports a line that is %s by its number, and goes on', async (_, broken, code) => {
    const { file } = await exported();
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, ['', lines[0], broken, ...lines.slice(1)].join('\n'));

    const { code: exitCode, output } = await run(['verify', file]);

    expect(exitCode).toBe(1);
    expect(output).toMatch(new RegExp(`^WRONG {2}line 3 {2}unknown approval .*${code}`, 'm'));
    expect(output).toContain('6 checked, 1 wrong');
  });

  test('takes an empty file, which has nothing that does not hold', async () => {
    const file = join(aFolder(), 'empty.ndjson');
    writeFileSync(file, '');

    expect(await run(['verify', file])).toMatchObject({ code: 0, output: expect.stringContaining('0 checked') });
    expect(JSON.parse((await run(['verify', file, '--json'])).output)).toMatchObject({ ok: true, lines: [] });
  });

  test.each(['{"approvalId":"a"}', 'nothing', '{"approvalId":"a","seq":"1","hash":"x"}'])(
    'refuses a file of heads with the line %s',
    async (line) => {
      const { file, headsFile } = await exported();
      writeFileSync(headsFile, `\n${line}\n`);

      const { code, complaint } = await run(['verify', file, '--heads', headsFile]);

      expect(code).toBe(2);
      expect(complaint).toContain(`Line 2 of ${headsFile} is no head`);
    },
  );

  test('says that a file is not there', async () => {
    expect(await run(['verify', '/nowhere/evidence.ndjson'])).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('ENOENT'),
    });
  });
});
