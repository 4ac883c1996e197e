import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import githubAppJwt from 'universal-github-app-jwt';

export interface GitHubOptions {
  readonly appId: string | undefined;
  /** The App's private key, as GitHub gives it: PEM. */
  readonly privateKey: string | undefined;
  readonly installationId: number;
  /** `https://api.github.com`, or `https://HOST/api/v3` for GitHub Enterprise Server: without a slash at the end. */
  readonly apiUrl: string;
  /** @default Date.now */
  readonly clock?: () => number;
}

/** What GitHub answered: a status that needs no repetition. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the API for one repository. The path is added to `apiUrl`. */
export type CallGitHub = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

export interface GitHub {
  /** Gets a token of the installation for one repository. It is valid for an hour. */
  open(repositoryId: number, signal: AbortSignal): Promise<CallGitHub>;
}

/**
 * Statuses that may be others later, once a clock or a key is mended, or a rate limit is over, which is a 403 or a 429:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const healing: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** @throws {SlackApprovalError} invalid_options — an option is missing, or is no address or number */
export function createGitHub(options: GitHubOptions): GitHub {
  const { appId, privateKey, installationId, apiUrl, clock = Date.now } = options;
  if (
    !appId ||
    !privateKey?.includes('PRIVATE KEY') ||
    !Number.isSafeInteger(installationId) ||
    !URL.canParse(apiUrl)
  ) {
    throw new SlackApprovalError(
      'invalid_options',
      'createGitHub needs the id of the GitHub App, its private key in PEM, the id of its installation and `apiUrl`.',
    );
  }
  return {
    async open(repositoryId, signal) {
      const now = Math.floor(clock() / 1_000);
      const { token: jwt } = await githubAppJwt({ id: appId, privateKey, now });
      const path = `/app/installations/${installationId}/access_tokens`;
      // the token can do no more than the review needs, in this repository only
      const asked = { repository_ids: [repositoryId], permissions: { actions: 'read', deployments: 'write' } };
      const { body } = await send(`${apiUrl}${path}`, { method: 'POST', token: jwt, body: asked, signal }, [201]);
      const { token } = Object(body);
      return (method, path, body) => send(`${apiUrl}${path}`, { method, token, body, signal }, [200, 204, 422]);
    },
  };
}

interface Call {
  readonly method: string;
  readonly token: string;
  readonly body: object | undefined;
  readonly signal: AbortSignal;
}

/**
 * @throws {SlackApprovalError} delivery_rejected — another status than the expected ones, which a repetition can't change
 * @throws {Error} GitHub can't be reached, or may answer otherwise later: the delivery is retried
 */
async function send(url: string, { method, token, body, signal }: Call, expected: readonly number[]): Promise<Answer> {
  const response = await fetch(url, {
    method,
    signal,
    // a redirect could lead anywhere, and the token with it
    redirect: 'manual',
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'slack-approval-example',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status } = response;
  const text = await response.text();
  if (expected.includes(status)) return { status, body: text === '' ? null : JSON.parse(text) };
  const what = `GitHub answered ${status} to ${method} ${new URL(url).pathname}`;
  if (status >= 500 || healing.has(status)) throw new Error(`${what}; it will be tried again.`);
  throw new SlackApprovalError('delivery_rejected', `${what}: look at the App’s installation and permissions.`);
}
