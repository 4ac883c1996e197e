/** What the library logs to. `console`, pino and the logger of `@slack/logger` fit. */
export type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (...parts: unknown[]) => void>>;
