/** A failure in a sentence: without a stack, and without what hangs on an error, which may quote an address with its password. */
export function whyNotStarted(error: unknown): string {
  if (!(error instanceof Error)) return 'Why is not known.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === 'EADDRINUSE') return 'Something else listens on HOST and PORT already (EADDRINUSE).';
  // where several addresses were tried in vain there is no message
  return error.message === '' ? `It failed with ${code}.` : error.message;
}
