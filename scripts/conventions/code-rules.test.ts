import { describe, expect, test } from 'vitest';
import { findViolations } from './code-rules.js';
import { typescriptFiles } from './repository.js';

const rulesBroken = (text: string, path = 'packages/core/src/some.ts') =>
  findViolations({ path, text }).map(({ rule }) => rule);

describe('the rules the linter does not have', () => {
  test('a catch without a name is refused, unless it throws in its turn', () => {
    expect(rulesBroken('try { a(); } catch { b(); }')).toEqual(['bare_catch']);
    expect(rulesBroken('try { a(); } catch {}')).toEqual(['bare_catch']);
    expect(rulesBroken('try { a(); } catch { throw b(); }')).toEqual([]);
    expect(rulesBroken('try { a(); } catch (error) { b(error); }')).toEqual([]);
  });

  test('a rejection that is dropped says why', () => {
    expect(rulesBroken('a.catch(() => undefined);')).toEqual(['rejection_dropped_without_reason']);
    expect(rulesBroken('// reported by whoever started it\na.catch(() => undefined);')).toEqual([]);
    expect(rulesBroken('a.catch((error) => log(error));')).toEqual([]);
  });

  test('a test may clean up and make an error a value, but not assert where it caught', () => {
    const test = 'packages/core/src/some.test.ts';

    expect(rulesBroken('try { a(); } catch (error) { b(error); }', test)).toEqual(['catch_in_test']);
    expect(rulesBroken('try { a(); } catch (error) { return b(error); }', test)).toEqual([]);
    expect(rulesBroken('try { a(); } finally { b(); }', test)).toEqual([]);
  });

  test('a cast in a source says why', () => {
    expect(rulesBroken('const a = b as C;')).toEqual(['cast_without_reason']);
    expect(rulesBroken("const a = f('https://x') as C;")).toEqual(['cast_without_reason']);
    expect(rulesBroken('const a = b as C; // the platform promises it')).toEqual([]);
    expect(rulesBroken('// the platform promises it\nconst a = {\n  b: c as D,\n};')).toEqual([]);
    expect(rulesBroken('const a = [1] as const;')).toEqual([]);
    expect(rulesBroken('const a = b as C;', 'packages/core/test/some.ts')).toEqual([]);
  });

  test.each(['biome', 'eslint'])('no comment switches %s off', (linter) => {
    expect(rulesBroken(`// ${linter}-${linter === 'biome' ? 'ignore' : 'disable'} all\na();`)).toEqual([
      'silenced_check',
    ]);
  });

  test('the type checker is not silenced, except where a test shows that a misuse does not compile', () => {
    const line = (directive: string) => `// @ts-${directive}\na();`;

    expect(rulesBroken(line('ignore'))).toEqual(['silenced_check']);
    expect(rulesBroken(line('expect-error'))).toEqual(['silenced_check']);
    expect(rulesBroken(line('expect-error'), 'packages/core/src/some.test.ts')).toEqual([]);
  });

  test('what is unfinished is not left as a comment', () => {
    expect(rulesBroken(`/* ${'TO'}DO: the rest */\na();`)).toEqual(['todo']);
  });
});

test('every file of the repository keeps them', () => {
  expect(typescriptFiles().flatMap(findViolations)).toEqual([]);
});
