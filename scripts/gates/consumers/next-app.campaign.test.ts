import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { freePort } from '../../../tests/engines/src/free-port.js';
import { sharedPostgres } from '../../../tests/engines/src/in-this-run.js';
import { readIfThere, root } from '../../conventions/repository.js';
import { packAll } from '../packages/pack.js';
import { slackEnvironment } from './drive-program.js';
import { guideFiles } from './guide-files.js';
import { installProject, pinned } from './projects.js';
import { runToEnd } from './run-to-end.js';

const name = "a Next.js app made of the guide's files builds without secrets, asks and answers";
const patiently = { timeout: 60_000, interval: 100 };
/** Nothing of this process's environment but what a program needs to run. */
const bare = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', NEXT_TELEMETRY_DISABLED: '1' };

const project = {
  name: 'Next.js',
  packages: ['core', 'store-postgres'],
  beside: {
    ...pinned('pg', '@types/pg', 'zod', 'typescript', '@types/node'),
    next: '16.4.6',
    react: '19.3.1',
    'react-dom': '19.3.1',
    '@types/react': '19.2.2',
  },
};

/** Installs Next.js and our tarballs outside the repository, or skips the test and says why. */
async function installed(context: TestContext): Promise<string> {
  const skip = (reason: string): never => {
    process.stdout.write(`skipped: ${name}: ${reason}\n`);
    return context.skip(reason);
  };
  if (!existsSync(join(root, 'packages', 'core', 'dist')))
    skip('the packages are not built; `npm run build` does that');
  const found = await runToEnd('npm', ['view', `next@${project.beside.next}`, 'version'], { cwd: root });
  if (found.problem !== null) skip(`npm does not find Next.js from here: ${found.printed.split('\n', 1)[0]}`);
  const stage = mkdtempSync(join(tmpdir(), 'next-app-'));
  onTestFinished(() => rmSync(stage, { recursive: true, force: true }));
  const app = join(stage, 'app');
  expect(await installProject(project, app, packAll(join(stage, 'tarballs')))).toBeNull();
  return app;
}

/** What every Next.js app has beside the files of the guide: a layout, and a page with the form. */
const beside = [
  [
    'app/layout.tsx',
    'export default ({ children }: LayoutProps<"/">) => <html lang="en"><body>{children}</body></html>;\n',
  ],
  [
    'app/page.tsx',
    'import { order } from \'./orders/actions\';\nexport default () => <form action={order}><input name="size" /></form>;\n',
  ],
] as const;

function writeGuide(app: string): void {
  for (const [path, text] of [...guideFiles(readIfThere('docs/guides/nextjs.md') ?? ''), ...beside]) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

const next = (app: string) => join(app, 'node_modules', 'next', 'dist', 'bin', 'next');

/** `next start`, once it listens. */
async function start(app: string, env: Readonly<Record<string, string>>): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, [next(app), 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: app,
    env: { ...bare, ...env },
    stdio: 'ignore',
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await vi.waitUntil(() => fetch(url).then(Boolean, () => false), patiently);
  return url;
}

/** Sends the form of the page as a browser without scripts does. */
async function sendForm(url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const page = await (await fetch(url)).text();
  const form = new FormData();
  for (const [, name = ''] of page.matchAll(/name="(\$ACTION[^"]*)"/g)) form.append(name, '');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const sent = await fetch(url, { method: 'POST', body: form });
  expect(sent.status).toBe(200);
}

test(name, { timeout: 600_000 }, async (context) => {
  const app = await installed(context);
  writeGuide(app);
  const built = await runToEnd(process.execPath, [next(app), 'build'], { cwd: app, onlyEnv: bare, withinMs: 300_000 });
  expect(built.problem, built.printed).toBeNull();

  const slack = await createSlackSimulator();
  onTestFinished(() => slack.close());
  const DATABASE_URL = await (await sharedPostgres()).createSchema();
  const url = await start(app, { ...slackEnvironment(slack), DATABASE_URL, CRON_SECRET: 'a-secret-of-cron' });
  slack.requestUrl = `${url}/slack/actions`;

  const asked = await fetch(`${url}/orders`, { method: 'POST', body: '{"size":"large"}' });
  expect(asked.status).toBe(202);
  const { id } = Object(await asked.json());
  const ts = await vi.waitUntil(() => slack.messages('C0PIZZA')[0]?.ts, patiently);
  const click = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' };
  expect(await slack.click(click)).toMatchObject({ status: 200, failure: null });
  const state = async () => await (await fetch(`${url}/orders/${id}`)).json();
  await vi.waitFor(async () => expect(await state()).toEqual({ status: 'approved', delivery: 'delivered' }), patiently);

  await sendForm(url, { size: 'small' });
  await vi.waitUntil(() => slack.messages('C0PIZZA').some(({ text }) => text.includes('small')), patiently);

  const due = (authorization: string) => fetch(`${url}/due`, { headers: { authorization } });
  expect((await due('Bearer undefined')).status).toBe(401);
  expect(await (await due('Bearer a-secret-of-cron')).json()).toMatchObject({ claimedCount: expect.any(Number) });
  const unsigned = await fetch(`${url}/slack/commands`, { method: 'POST', body: 'command=/approvals' });
  expect(unsigned.status).toBe(401);
});
