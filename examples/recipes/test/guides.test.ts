import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const sources = new URL('../src/', import.meta.url);
const filesOf = (folder: string) => readdirSync(new URL(folder, sources)).filter((name) => name.endsWith('.ts'));
const guideOf = (name: string) => readFileSync(new URL(`../../../docs/guides/${name}.md`, import.meta.url), 'utf8');

/** The code as a guide shows it. What imports another file of the guide is no program for itself, so it is fenced as a fragment. */
function asShown(path: string): string {
  const code = readFileSync(new URL(path, sources), 'utf8');
  return `\`\`\`ts${code.includes("from './") ? ' fragment' : ''}\n${code}\`\`\``;
}

/** The guide that shows each program. */
const guideOfProgram: Readonly<Record<string, string>> = {
  'hono.ts': 'hono',
  'hono-on-workers.ts': 'hono',
  'bolt-by-hand.ts': 'coming-from-bolt',
  'bolt-with-approvals.ts': 'coming-from-bolt',
};

describe('the guides show the very code that is run here', () => {
  test.each(filesOf('./'))('recipe %s', (name) => {
    expect(guideOf('recipes')).toContain(asShown(name));
  });

  test.each(filesOf('aws-lambda/'))('AWS Lambda: %s', (name) => {
    expect(guideOf('aws-lambda')).toContain(asShown(`aws-lambda/${name}`));
  });

  test.each(filesOf('programs/'))('program %s', (name) => {
    expect(guideOf(guideOfProgram[name] ?? 'none')).toContain(asShown(`programs/${name}`));
  });
});
