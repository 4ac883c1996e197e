import { spawn } from 'node:child_process';
import type { SourceQuestion, SourceRun } from '@k8s-pizza/slack-approval-testing';

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program that exits with 0 if it got the yes, and then does the work, as `ask && work` does in a shell. */
export function runProgram({ command, args, env }: Program, { argument, work }: SourceQuestion): SourceRun {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const told = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) work(argument);
      resolve(output);
    });
  });
  return {
    told,
    async kill() {
      child.kill('SIGKILL');
      await told;
    },
  };
}
