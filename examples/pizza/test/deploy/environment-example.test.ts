import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { variables } from '../../src/variables.js';
import { baseManifests } from './manifest-files.js';

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

test('the page for those who come from the original app has each name that its README has', async () => {
  const page = await text('../../docs/guides/coming-from-the-original-app.md');
  const original = [
    ...[
      'npm install',
      'npm start',
      'app.js',
      'app-http.js',
      'ngrok http 3000',
      'docker logs',
      'kubectl logs -n k8s-pizza',
    ],
    ...['docker build -t k8s-pizza-slack-app .', 'docker run -d -p 3000:3000 --env-file .env k8s-pizza-slack-app'],
    ...['/slack/actions', '/slack/commands', '/slack/events', '/k8s-pizza-approve', 'YOUR_PUBLIC_APP_URL'],
    ...['chat:write', 'commands', 'chat:write.public', 'users:read', 'app_mention'],
    ...['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'PORT', 'AZURE_FUNCTION_URL', 'HttpPizzaOrderConfirmationHandler'],
    ...['KUBERNETES_API_URL', 'KUBERNETES_TOKEN', 'k8s-pizza', 'slack-app', 'slack-app-service', 'slack-credentials'],
    ...['botToken', 'signingSecret', 'slack-app-deployment.yaml', 'k8s-pizza-slack-app:latest'],
  ];
  const quoted = [...page.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  const isNamed = (name: string) => {
    const whole = new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])`);
    return quoted.some((code) => whole.test(code));
  };

  expect(original.filter((name) => !isNamed(name))).toEqual([]);
});

test('what the page says of the root and of Kubernetes is there', async () => {
  const page = await text('../../docs/guides/coming-from-the-original-app.md');
  const [root, example] = await Promise.all(
    ['../../package.json', 'package.json'].map(async (file) => JSON.parse(await text(file))),
  );
  const base = await baseManifests();

  expect(root.scripts.start).toBe('npm start --silent -w example-pizza --');
  expect(example.scripts.start).toContain('src/start-service.ts');
  for (const [, kind, name] of page.matchAll(/\b(Deployment|Service) `(slack-approval-pizza)`/g))
    expect(base.find((one) => one.kind === kind)?.metadata.name).toBe(name);
  expect(base.find(({ kind }) => kind === 'Namespace')?.metadata.name).toBe('k8s-pizza');
});
