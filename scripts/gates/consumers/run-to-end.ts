import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program takes a second or two, on a busy machine some more. What holds it longer would hold it for ever. */
const hangsAfterMs = 120_000;

export interface RunOptions {
  readonly cwd: string;
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** In place of the environment of this process. */
  readonly onlyEnv?: Readonly<Record<string, string>>;
  /** It is killed after this long. @default two minutes */
  readonly withinMs?: number;
  /** Is called with the process once it runs, and with all that it has printed whenever it prints. */
  readonly watch?: (child: ChildProcessWithoutNullStreams, printed: string) => void;
}

/**
 * Runs a program to its end, and kills it if it does not end.
 *
 * @returns what is wrong with how it ended, or null; and what it printed
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { cwd, env = {}, onlyEnv, withinMs = hangsAfterMs, watch }: RunOptions,
): Promise<{ readonly problem: string | null; readonly printed: string }> {
  // in a process group, what it has started is killed with it: that would hold the streams open
  const child = spawn(command, args, { cwd, env: onlyEnv ?? { ...process.env, ...env }, detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      watch?.(child, printed);
    });
  child.stdin.end();
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, withinMs);
  // 'close' comes once both streams have ended
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  if (hung) return { problem: `did not end within ${withinMs / 1_000} s`, printed };
  return { problem: code === 0 ? null : `ended with ${code ?? signal}`, printed };
}
