import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { variables } from '../../src/variables.js';

// only Kubernetes sets it
const known = Object.keys(variables.shape).filter((name) => name !== 'KUBERNETES_SERVICE_HOST');

async function text(file: string): Promise<string> {
  return await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
}

test('.env.example names exactly the variables that are read', async () => {
  // a commented variable shows its default
  const named = Object.keys(parseEnv((await text('.env.example')).replaceAll(/^#(?=[A-Z0-9_]+=)/gm, '')));

  // only compose.yaml reads it
  expect(named.toSorted()).toEqual([...known, 'POSTGRES_PASSWORD'].toSorted());
});

test('.env.example shows the real defaults', async () => {
  const shown = Object.entries(parseEnv((await text('.env.example')).replaceAll(/^#(?=[A-Z0-9_]+=)/gm, '')));
  const commented = new Set([...(await text('.env.example')).matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name));
  const defaults = Object.entries(variables.parse({})).filter(([, value]) => value !== undefined);

  for (const [name, value] of defaults.filter(([one]) => commented.has(one)))
    expect.soft([name, [value].flat().join(', ')]).toEqual([name, shown.find(([one]) => one === name)?.[1]]);
});

test('the README explains every variable', async () => {
  const readme = await text('README.md');

  expect(known.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test('the page for those who come from the original app names only variables that are read', async () => {
  const page = await text('../../docs/guides/coming-from-the-original-app.md');
  const named = [...page.matchAll(/`([A-Z0-9]+(?:_[A-Z0-9]+)+|PORT)`/g)].map(([, name = '']) => name);

  expect(named).toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN', 'AZURE_FUNCTION_URL', 'PORT', 'KUBERNETES_TOKEN']));
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
