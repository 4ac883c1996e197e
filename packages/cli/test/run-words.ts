import { runCommandLine } from '../src/command-line.js';
import type { Environment } from '../src/doctor/environment.js';

/** Runs a command line in this process. */
export async function run(
  words: readonly string[],
  environment: Environment = {},
  onInterrupt: (run: () => void) => void = () => undefined,
) {
  let [output, complaint] = ['', ''];
  const code = await runCommandLine(words, {
    version: '1.2.3',
    environment,
    write: (text) => {
      output += text;
    },
    complain: (text) => {
      complaint += text;
    },
    isTerminal: false,
    now: Date.now,
    onInterrupt(interrupt) {
      onInterrupt(interrupt);
      return () => undefined;
    },
  });
  return { code, output, complaint };
}
