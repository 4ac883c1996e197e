import type { CreateApprovalsOptions } from '@k8s-pizza/slack-approval';
import { type Logger, pino } from 'pino';

/** JSON lines on standard output. What is logged holds no token, secret, address or answer of others: there is nothing to redact. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** The library logs a sentence, and what it is about. */
export function approvalsLogger(logger: Logger): NonNullable<CreateApprovalsOptions['logger']> {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...[message, ...about]: unknown[]): void => {
      logger[level](about.length === 0 ? {} : { about: about.map(told) }, String(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** As JSON an error is an empty object: why something failed would not be in the log. */
function told(about: unknown): unknown {
  if (!(about instanceof Error)) return about;
  const { name, message } = about;
  return 'code' in about ? { name, code: about.code, message } : { name, message };
}
