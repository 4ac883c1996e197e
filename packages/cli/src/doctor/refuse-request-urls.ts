import { urlProblem } from './url-problem.js';

/** A Request URL of the command line is malformed. The message does not repeat it, since it may contain a key. */
class RequestUrlError extends Error {
  override readonly name = 'RequestUrlError';
}

/** Throws a `RequestUrlError` if one of the URLs cannot be a Request URL. */
export function refuseRequestUrls(urls: readonly string[]): void {
  const problems = urls.flatMap((url, index) => {
    const problem = urlProblem(url) ?? (url.includes('#') ? 'contains a #' : null);
    return problem === null ? [] : [`--request-url ${urls.length === 1 ? '' : `number ${index + 1} `}${problem}.`];
  });
  if (problems.length === 0) return;
  const remedy =
    'Copy the URL from the settings of your Slack app, such as https://approvals.example.com/slack/events.';
  throw new RequestUrlError([...problems, remedy].join(' '));
}
