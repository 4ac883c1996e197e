import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { bundleInRun } from 'test-engines/in-this-run';
import { describe, expect, onTestFinished, test } from 'vitest';
import { channel, startDemoWorld } from '../../demo/demo-world.js';
import { until } from '../../demo/until.js';
import { readConfig } from '../../src/config.js';
import { aFolder } from '../world/a-cluster.js';

const run = promisify(execFile);
const demo = await bundleInRun(new URL('../../demo/demo.ts', import.meta.url));

async function aWorld(framework: string) {
  const read = readConfig({ PORT: '0', SLACK_FRAMEWORK: framework });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const folder = await aFolder();
  const world = await startDemoWorld({ folder, config: read.config, paceMs: 3_600_000, log: () => undefined });
  onTestFinished(() => world.close());
  const { simulator } = world;
  if (simulator === null) throw new Error('Slack is not simulated.');
  return simulator;
}

describe.each(['bolt', 'express'])('in the demo on %s', (framework) => {
  test('the app takes the event that it was invited to a public or private channel', async () => {
    const simulator = await aWorld(framework);
    simulator.removeApp(channel);

    const invited = await simulator.inviteApp(channel);
    simulator.arrange({ channels: [{ id: channel, private: true, appIsMember: false }] });
    const invitedAgain = await simulator.inviteApp(channel);

    expect(invited).toMatchObject({ status: 200, failure: null });
    expect(invitedAgain).toMatchObject({ status: 200, failure: null });
    expect(simulator.traffic.filter(({ method }) => method === 'event_callback')).toMatchObject([
      { direction: 'out', status: 200, detail: null },
      { direction: 'out', status: 200, detail: null },
    ]);
  });
});

describe('npm run demo -- --uninvited', () => {
  test('removes the app before the alert, and says how to invite it', async () => {
    const child = spawn(process.execPath, [demo, '--folder', await aFolder(), '--uninvited'], {
      env: { PATH: process.env.PATH, PORT: '0' },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));

    await until('how to end it', () => (said.includes('Ctrl-C ends the demo') ? said : null), 60_000);

    expect(said).toContain('The app is not in #pizza, so its card waits.');
    const [, pageUrl = ''] = /(http:\S+)#as=U0ALICE&in=C0PIZZA/.exec(said) ?? [];
    const { conditions, messages } = await (await fetch(`${pageUrl}page/state?as=U0ALICE&in=${channel}`)).json();
    expect(conditions.channels[0]).toMatchObject({ id: channel, appIsMember: false });
    expect(messages).toEqual([]);
  }, 90_000);

  test('is refused with a real Slack', async () => {
    const real = {
      PATH: process.env.PATH,
      PORT: '0',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'secret',
      SLACK_CHANNEL: channel,
    };

    await expect(
      run(process.execPath, [demo, '--folder', await aFolder(), '--uninvited'], { env: real }),
    ).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('--uninvited needs the simulated Slack') });
  }, 90_000);
});
