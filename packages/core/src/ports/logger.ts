/** What the library logs to: `@slack/logger`'s interface, console and pino fit. */
export type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (...parts: unknown[]) => void>>;
