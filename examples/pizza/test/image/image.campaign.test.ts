import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from 'test-engines/free-port';
import { beforeAll, describe, expect, test } from 'vitest';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { theFunction, theOutside } from '../world/a-pipeline.js';
import { aSecret, customer } from '../world/an-environment.js';
import { type BuiltImage, buildImage } from './build-image.js';
import { runCommand } from './run-command.js';
import { runImage } from './run-image.js';

const reason = whyNot();
if (reason === null)
  describe('the image, built by Buildah', () => {
    let built: BuiltImage | null = null;
    beforeAll(async () => {
      built = await buildImage();
      return built.remove;
    }, 900_000);
    const theImage = () => {
      if (built === null) throw new Error('The image is used before it is built.');
      return built;
    };

    test('adds the bundle and a folder for data to its base, and nothing else', async () => {
      const { files, baseFiles } = theImage();
      const base = new Set(await filesIn(baseFiles));
      const added = (await filesIn(files)).filter((line) => !base.has(line));
      const bytes = added.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
      process.stdout.write(`the image adds ${(bytes / 1e6).toFixed(1)} MB to its base\n`);
      const bundle = ['main.mjs', 'main.mjs.LEGAL.txt', 'node_modules', 'package.json'];
      const native = ['@libsql', '@neon-rs', 'detect-libc', 'libsql'];

      expect(added.filter((line) => !/^[df] (?:755|644) 0:0 \.\/service(?:\/| 0$)/.test(line))).toEqual([
        'd 755 1000:1000 ./data 0',
      ]);
      expect((await readdir(join(files, 'service'))).toSorted()).toEqual(bundle);
      expect((await readdir(join(files, 'service/node_modules'))).toSorted()).toEqual(native);
      expect(bytes).toBeLessThan(30e6);
    });

    test('says how it is run: no root, a health check, its port and its settings', () => {
      const { Env, ...config } = theImage().config;

      expect(config).toEqual({
        User: 'node',
        WorkingDir: '/service',
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['node', 'main.mjs'],
        ExposedPorts: { '3000/tcp': {} },
        StopSignal: 'SIGTERM',
        Healthcheck: { Test: ['CMD', 'node', '-e', expect.any(String)], Interval: 10e9, Timeout: 3e9 },
      });
      expect(Env.filter((line) => !line.startsWith('PATH='))).toEqual([
        'NODE_ENV=production',
        'HOST=0.0.0.0',
        'PORT=3000',
      ]);
    });

    test('takes an alert to a delivered decision, without rights and on files it cannot write', async () => {
      const outside = await theOutside();
      const { url, token, environment, simulator } = await theSettings(outside);
      const app = runImage(theImage(), environment);
      await app.ready();
      const [, ...probe] = theImage().config.Healthcheck.Test;
      const health = runImage(theImage(), environment, probe);

      const { action, approvalId = '' } = await sendAlert(`${url}/alerts`, (await capturedAlerts()).firing, token);
      const { ts } = await outside.card('Waiting for an answer');
      const clicked = await outside.click('U0ALICE', ts, 'approve:now');
      const { metadata } = await outside.order();
      await until('"Handed over" on the card', () =>
        JSON.stringify(outside.cards()).includes('Handed over') ? true : null,
      );
      const healthy = await health.ended;
      const stopped = performance.now();
      await app.signal('SIGTERM');
      const ended = await app.ended;
      const seconds = (performance.now() - stopped) / 1_000;
      process.stdout.write(`the app ended ${seconds.toFixed(1)} s after SIGTERM\n`);

      expect([action, clicked.status, metadata.name]).toEqual(['asked', 200, resourceName(approvalId)]);
      expect(healthy).toEqual([0, null]);
      expect(ended).toEqual([0, null]);
      expect(seconds).toBeLessThan(10);
      for (const secret of [simulator.botToken, simulator.signingSecret, token, 'Compiler Road'])
        expect(app.said()).not.toContain(secret);
    });

    test('keeps what was asked for the next container on its volume', async () => {
      const outside = await theOutside();
      const { url, token, environment } = await theSettings(outside);
      const { firing } = await capturedAlerts();
      const first = runImage(theImage(), environment);
      await first.ready();
      const asked = await sendAlert(`${url}/alerts`, firing, token);
      await first.signal('SIGTERM');
      await first.ended;

      const second = runImage(theImage(), environment);
      await second.ready();

      expect(await sendAlert(`${url}/alerts`, firing, token)).toMatchObject({ approvalId: asked.approvalId });
    });

    test('does not start without its settings, and lists what is missing', async () => {
      const app = runImage(theImage(), {});

      expect(await app.ended).toEqual([1, null]);
      for (const name of ['SLACK_BOT_TOKEN', 'SLACK_CHANNEL', 'DATABASE_URL']) expect(app.said()).toContain(name);
    });
  });
else
  test('the image, built by Buildah', (context) => {
    process.stdout.write(`skipped: the image, built by Buildah: ${reason}\n`);
    context.skip(reason);
  });

/** Says why the image cannot be built on this machine, or null. */
function whyNot(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'node-matrix has Node for Linux on x64 only';
  if (process.getuid?.() !== 0) return 'debootstrap needs root';
  const needed = ['buildah', 'debootstrap', 'unshare'];
  const missing = needed.filter((program) => spawnSync(program, ['--version']).status !== 0);
  return missing.length === 0 ? null : `there is no ${missing.join(' and no ')} on this machine`;
}

/** The settings that deploy-docker.md has you fill in, and an order function that takes the decision. */
async function theSettings({ simulator, cluster }: Awaited<ReturnType<typeof theOutside>>) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const [reportSecret, decisionSecret, token] = [aSecret(), aSecret(), aSecret()];
  const pizza = await theFunction({
    ...customer,
    SLACK_APP_URL: url,
    REPORT_SECRET: reportSecret,
    DECISION_SECRET: decisionSecret,
    KUBERNETES_API_URL: cluster.url,
  });
  simulator.requestUrl = `${url}/slack/actions`;
  const environment = {
    SLACK_BOT_TOKEN: simulator.botToken,
    SLACK_SIGNING_SECRET: simulator.signingSecret,
    SLACK_API_URL: simulator.apiUrl,
    SLACK_CHANNEL: 'C0PIZZA',
    SLACK_APPROVERS: 'U0ALICE',
    DATABASE_URL: 'file:/data/approvals.db',
    AZURE_FUNCTION_URL: `${pizza.url}/HttpPizzaOrderConfirmationHandler`,
    DECISION_SECRET: decisionSecret,
    REPORT_SECRET: reportSecret,
    ALERTS_TOKEN: token,
    PORT: new URL(url).port,
    ...customer,
  };
  return { url, token, environment, simulator };
}

/** One line for each file: its type, rights, owner, path and size. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const find = 'cd "$1"; find . -type d -printf "%y %m %U:%G %p 0\\n" -o -printf "%y %m %U:%G %p %s\\n"';
  return (await runCommand('sh', ['-c', find, 'sh', folder])).split('\n');
}
