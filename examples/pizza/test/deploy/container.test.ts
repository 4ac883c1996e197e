import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { variables } from '../../src/variables.js';

const dependabot = z.array(
  z.object({
    'package-ecosystem': z.string(),
    directory: z.string().optional(),
    directories: z.array(z.string()).optional(),
  }),
);

async function text(file: string): Promise<string> {
  return await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
}

test('the image runs the bundle as an unprivileged user, with a health check', async () => {
  const lines = (await text('../../Dockerfile')).split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  expect(last).toContain('USER node');
  expect(last).toContain('CMD ["node", "main.mjs"]');
  expect(last.filter((line) => line.startsWith('COPY '))).toEqual(['COPY --from=build --chown=root:root /service .']);
  expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  expect(last.indexOf('USER node')).toBeLessThan(last.findIndex((line) => line.startsWith('CMD ')));
});

test('every image that others publish is pinned by its digest', async () => {
  const bases = [...(await text('../../Dockerfile')).matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  const { services } = parse(await text('compose.yaml'));

  for (const image of [...bases, services.postgres.image])
    expect(image).toMatch(/^[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
  expect(bases).toHaveLength(2);
  expect(new Set(bases).size).toBe(1);
});

test('each pinned image and package is moved on by Dependabot', async () => {
  const { updates } = parse(await text('../../.github/dependabot.yml'));
  const foldersOf = (ecosystem: string) =>
    dependabot
      .parse(updates)
      .filter((one) => one['package-ecosystem'] === ecosystem)
      .flatMap(({ directory, directories }) => directories ?? [directory]);
  const root = new URL('../../../../', import.meta.url);
  const folders = [...(await readdir(root)), 'bench/peers'];
  const locked = folders.filter((name) => existsSync(new URL(`${name}/package-lock.json`, root)));

  expect(foldersOf('docker')).toEqual(['/']);
  expect(foldersOf('docker-compose')).toEqual(['/examples/pizza']);
  expect(foldersOf('github-actions')).toEqual(['/']);
  expect(foldersOf('npm')).toEqual(['/', ...locked.map((name) => `/${name}`).toSorted()]);
});

test('the builder of the image receives nothing that git ignores', async () => {
  const lines = async (file: string) => (await text(file)).split('\n').filter((line) => line !== '');
  const ignored = (await lines('../../.gitignore')).map((line) => `**/${line.replace(/\/$/, '')}`);

  expect(ignored).toContain('**/secrets.env');
  expect(await lines('../../.dockerignore')).toEqual(expect.arrayContaining(ignored));
});

test('the image is built by a script of this example', async () => {
  const { scripts } = JSON.parse(await text('package.json'));
  const [, script = ''] = /npm run (\S+) -w example-pizza/.exec(await text('../../Dockerfile')) ?? [];

  expect(Object.keys(scripts)).toContain(script);
});

test.each([
  [200, 0],
  [503, 1],
])('the probe of the image, answered %d, ends with %d', async (status, exitCode) => {
  const [, command = ''] = /CMD (\["node", "-e".*\])/.exec(await text('../../Dockerfile')) ?? [];
  const [, ...probe] = JSON.parse(command) as readonly string[];
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  const child = spawn(process.execPath, probe, { env: { PORT: String(port) } });

  expect(await once(child, 'exit')).toEqual([exitCode, null]);
  expect(asked).toEqual(['/readyz']);
});

test('compose sets only known variables, and contains no secret', async () => {
  const { services } = parse(await text('compose.yaml'));
  const known = [...Object.keys(variables.shape), 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'];
  const set = [...Object.keys(services.app.environment), ...Object.keys(services.postgres.environment)];

  expect(set.filter((name) => !known.includes(name))).toEqual([]);
  expect(services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  expect(services.app.depends_on.postgres.condition).toBe('service_healthy');
});
