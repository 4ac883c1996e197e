import { spawn } from 'node:child_process';

/** Runs a program to its end and returns its output. @throws Error — it failed, with what it printed */
export async function runCommand(
  program: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, options, {
    env: { ...process.env, ...environment },
    // what hangs is ended
    timeout: 600_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, printed] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return output.trim();
  throw new Error(
    `\`${program} ${options.join(' ')}\` must end with 0, got ${code}. It printed:\n${printed.slice(-4_000)}`,
  );
}
