import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, onTestFinished, test } from 'vitest';

test('a cold start answers its first click before it loads the Slack client, and brings the card up to date after', async () => {
  const slack = await createSlackSimulator();
  onTestFinished(() => slack.close());
  const program = fileURLToPath(new URL('cold-start-child.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(slack)], {
    execArgv: ['--conditions=@k8s-pizza/source', '--import', 'tsx'],
  });
  onTestFinished(() => void child.kill());

  const [answered] = await once(child, 'message');
  expect(answered).toEqual({ type: 'answered', status: '200', decided: 'approved', webApiFiles: 0 });
  expect(slack.traffic).toEqual([]);

  await expect.poll(() => slack.traffic.length, { timeout: 10_000 }).toBeGreaterThan(0);
  child.send('how many now?');
  const [later] = await once(child, 'message');
  expect(later.webApiFiles).toBeGreaterThan(0);
});
