/** A logger whose log is read by a person: what was done, in a line, and what went wrong in a few words. */
export function linesTo(log: (line: string) => void) {
  return {
    info: (message: unknown): void => log(String(message)),
    error: (message: unknown, cause?: unknown): void =>
      log(cause instanceof Error ? `${String(message)}: ${cause.message}` : String(message)),
  };
}
