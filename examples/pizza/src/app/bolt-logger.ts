import { type Logger, LogLevel } from '@slack/bolt';

const longestLine = 300;

/** Bolt's warnings and errors, a line each; what it says of its work is left out. */
export function boltLogger(log: (line: string) => void): Logger {
  const say = (...parts: readonly unknown[]): void => {
    const [first = ''] = parts.map(String).join(' ').split('\n', 1);
    log(`Slack app: ${first.slice(0, longestLine)}`);
  };
  const leaveOut = (): void => undefined;
  return {
    debug: leaveOut,
    info: leaveOut,
    warn: say,
    error: say,
    setLevel: leaveOut,
    getLevel: () => LogLevel.WARN,
    setName: leaveOut,
  };
}
