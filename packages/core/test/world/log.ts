import { inspect } from 'node:util';
import type { Logger } from '@k8s-pizza/slack-approval';

interface LogLine {
  readonly level: keyof Logger;
  readonly parts: readonly unknown[];
}

/** A logger that keeps its lines. */
export interface Log extends Logger {
  readonly lines: LogLine[];
  /** All lines as one text, as deep as they go. */
  text(): string;
}

export function recordingLogger(): Log {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Logger) =>
    (...parts: unknown[]) => {
      lines.push({ level, parts });
    };
  return {
    lines,
    text: () => inspect(lines, { depth: 20, maxStringLength: null, maxArrayLength: null, showHidden: true }),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
