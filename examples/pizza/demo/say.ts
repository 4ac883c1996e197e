import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Adds colour if the terminal supports it and NO_COLOR is not set. */
function styled(style: Style, text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(style, text) : text;
}

/** Prints the demo's output. */
export const say = {
  line(text: string): void {
    console.log(text);
  },
  title(text: string): void {
    console.log(`\n${styled('bold', text)}`);
  },
  /** A name and its address. */
  place(name: string, where: string, hint = ''): void {
    console.log(`  ${name.padEnd(16)} ${styled('cyan', where)}${hint === '' ? '' : `  ${styled('dim', hint)}`}`);
  },
  /** A command to type, and what it does. */
  command(command: string, does: string): void {
    console.log(`  ${styled('green', command.padEnd(44))} ${does}`);
  },
  log(text: string): void {
    console.log(styled('dim', text));
  },
  problem(text: string, lines: readonly string[] = []): void {
    console.error([styled('red', text), ...lines.map((line) => `  ${line}`)].join('\n'));
  },
} as const;
