import { isError, isSlackApprovalError } from '../errors.js';
import type { Logger } from './logger.js';

/**
 * Writes log lines. Each line has a stable code, which `docs/guides/troubleshooting.md` explains.
 *
 * The field `error` is what was thrown: its message, code, cause and stack are logged.
 */
export type Log = Readonly<
  Record<
    'info' | 'warn' | 'error',
    (code: string, text: string, fields?: { readonly error?: unknown; readonly [name: string]: unknown }) => void
  >
>;

// looked up at each call below: a program may replace its methods at any time
const { console: output } = globalThis;

/** The default: warnings and errors go to the console. */
export const consoleLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...parts) => output.warn(...parts),
  error: (...parts) => output.error(...parts),
};

/**
 * Creates a log on the logger of the app.
 *
 * A line is a text and an object with `code` and the fields; pino gets the object first. An error becomes the fields `error`,
 * `errorCode`, `cause`, `causeCode` and `stack`: an error of a library may hold a token in a property, so it is never passed on whole.
 * A logger that throws stops nothing.
 *
 * @param program - the name that every text begins with
 */
export function createLog(logger: Logger, program = 'slack-approval'): Log {
  const line =
    (level: keyof Log): Log[keyof Log] =>
    (code, text, fields = {}) => {
      const { error, ...others } = fields;
      const data = { code, ...others, ...('error' in fields ? describeError(error) : {}) };
      const message = `${program}: ${text}`;
      try {
        if (isPino(logger)) logger[level](data, message);
        else logger[level](message, data);
      } catch (failure) {
        // the line itself must not be lost, and work must go on
        consoleLogger[level === 'info' ? 'warn' : level](message, data, { loggerFailed: describeError(failure).error });
      }
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** pino drops an object that comes after the text. Only pino's loggers have `bindings`. */
function isPino(logger: Logger): boolean {
  return 'bindings' in logger && typeof logger.bindings === 'function';
}

const maxTextLength = 1_000;
const maxCauses = 4;

/** The fields of a log line that describe what was thrown. */
interface ErrorFields {
  readonly error: string;
  readonly errorCode?: string;
  readonly cause?: string;
  readonly causeCode?: string;
  readonly stack?: string;
}

/** Describes what was thrown by its message and code, those of its causes, and its stack if it is not one of our own errors. */
export function describeError(thrown: unknown): ErrorFields {
  const causes = causesOf(thrown);
  const errorCode = codeOf(thrown);
  const causeCode = causes.map(codeOf).find((code) => code !== null) ?? null;
  const stack = isError(thrown) && !isSlackApprovalError(thrown) ? thrown.stack : undefined;
  return {
    error: messageOf(thrown),
    ...(errorCode === null ? {} : { errorCode }),
    ...(causes.length === 0 ? {} : { cause: causes.map(messageOf).join(', caused by: ') }),
    ...(causeCode === null ? {} : { causeCode }),
    ...(stack === undefined ? {} : { stack: cut(stack, 4 * maxTextLength) }),
  };
}

/** The causes of an error, outermost first. Of the errors that an AggregateError collects, it takes the first. */
function causesOf(thrown: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let next = causeOf(thrown); next !== undefined && causes.length < maxCauses; next = causeOf(next))
    causes.push(next);
  return causes;
}

function causeOf(thrown: unknown): unknown {
  if (!isError(thrown)) return undefined;
  // as: both are read as unknown
  const { cause, errors } = thrown as { readonly cause?: unknown; readonly errors?: unknown };
  return cause ?? (Array.isArray(errors) ? errors[0] : undefined) ?? undefined;
}

function messageOf(thrown: unknown): string {
  if (!isError(thrown)) return `${thrown === null ? 'null' : typeof thrown} was thrown instead of an Error`;
  return cut(thrown.message || codeOf(thrown) || thrown.name, maxTextLength);
}

/** The `code` of an error, such as `store_failed` or `ECONNREFUSED`, or its name if that says more than `Error`. */
function codeOf(thrown: unknown): string | null {
  if (!isError(thrown)) return null;
  // as: `code` is read as unknown
  const { code, name } = thrown as { readonly code?: unknown; readonly name: string };
  if (typeof code === 'string' || typeof code === 'number') return cut(String(code), 100);
  return name === 'Error' ? null : cut(name, 100);
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}
