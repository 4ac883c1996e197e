import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../', import.meta.url);
const guide = readFileSync(new URL('../../docs/guides/ask-from-a-shell.md', folder), 'utf8');
const files = ['recipes/', 'src/'].flatMap((room) =>
  readdirSync(new URL(room, folder)).map((name) => `${room}${name}`),
);

test.each(files)('the guide shows %s as it is run here', (path) => {
  expect(guide).toContain(`\n${readFileSync(new URL(path, folder), 'utf8')}\`\`\`\n`);
});
