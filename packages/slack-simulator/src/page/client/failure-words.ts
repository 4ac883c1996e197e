const causes: Readonly<Record<string, string>> = {
  http_timeout: 'it did not answer within three seconds',
  connection_failed: 'nothing answers at its address',
  http_error: 'it answered with an error',
  too_many_redirects: 'it was redirected too often',
  invalid_answer: 'Slack can’t use what it answered',
};

/** What a person reads when the app did not take what they did. */
export function failureWords(app: string, failure: string): string {
  return `${app} didn’t respond: ${causes[failure] ?? failure} (${failure}).`;
}
