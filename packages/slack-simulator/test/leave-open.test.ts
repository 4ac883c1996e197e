import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('leave-open-child.ts', import.meta.url));
const held = 3;

async function run(...words: readonly string[]) {
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx', program];
  const child = spawn(process.execPath, [...node, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { used: JSON.parse(output), code };
}

const used = { overSocket: 200, overHttp: 200, event: 'connection_failed' };

describe('a program that closes nothing it has opened', () => {
  test('ends with its last line', async () => {
    expect(await run()).toEqual({ used, code: 0 });
  });

  test('goes on where its simulator is to hold it', async () => {
    expect(await run('hold')).toEqual({ used, code: held });
  });
});

describe('`await using` closes at the end of its block', () => {
  test('a simulator', async () => {
    let url = '';
    {
      await using slack = await createSlackSimulator();
      url = slack.url;
      expect((await fetch(url)).status).toBe(200);
    }

    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('a simulator, also where the block fails', async () => {
    let url = '';
    const failing = async () => {
      await using slack = await createSlackSimulator();
      url = slack.url;
      throw new Error('the test fails');
    };

    await expect(failing()).rejects.toThrow('the test fails');
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});
