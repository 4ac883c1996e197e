import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { registerContracts } from './runners/contracts.js';

/** Runs a file by `node --test`: how it ended, and what its report says. */
async function runByNode(file: string) {
  const path = fileURLToPath(new URL(`runners/${file}`, import.meta.url));
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx', '--test', '--test-reporter=tap', path];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(report)?.[1]);
  const failed = [...report.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, title]) => title);
  return { code, report, failed, passed: count('pass'), skipped: count('skipped') };
}

/** How many tests the contracts register. */
function countTests() {
  const counted = { passed: 0, skipped: 0 };
  const skip = () => {
    counted.skipped += 1;
  };
  const count = () => {
    counted.passed += 1;
  };
  registerContracts({ describe: (_, body) => body(), test: Object.assign(count, { skip }) });
  return counted;
}

describe('the contracts run by node:test', () => {
  test('pass for a store and a host that are right, all of them, and the one that is skipped says why', async () => {
    const run = await runByNode('node-test.contract.ts');

    expect(run).toMatchObject({ code: 0, failed: [], ...countTests() });
    expect(run.passed).toBeGreaterThan(100);
    expect(run.report).toMatch(/goes on from there \(skipped: it forgets with its process\) # SKIP/);
  });

  test('fail for a store and a host that are broken, and end', async () => {
    const { code, failed } = await runByNode('broken.contract.ts');

    expect(code).toBe(1);
    expect(failed).toContain('is a conflict that stores nothing when a version is expected and no row is there');
    expect(failed).toContain('what is thrown on the way is an error of the server, and says nothing of itself');
  });
});

test('outside of vitest a contract asks for a runner', async () => {
  const program = `
    import { adapterContract, sourceContract, storeContract } from '@k8s-pizza/slack-approval-testing';
    const codes = [adapterContract, sourceContract, storeContract].map((contract) => {
      try { contract({ name: 'a' }) } catch ({ code, message }) { return [code, message.includes('pass \`runner: { describe, test }\`')] }
    });
    console.log(JSON.stringify(codes));
  `;
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });

  expect(JSON.parse(await text(child.stdout))).toEqual([
    ['invalid_argument', true],
    ['invalid_argument', true],
    ['invalid_argument', true],
  ]);
});
