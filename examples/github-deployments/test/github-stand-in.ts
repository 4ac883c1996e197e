import { createVerify, generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';

// What GitHub's API answers here follows its documentation, in particular:
// https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app and https://docs.github.com/en/rest/actions/workflow-runs.
// What a review gets that nothing waits for is not documented: here it is a 422.

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  // the form in which GitHub gives the key of an App
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

export const appId = '1234';
export const installationId = 77;
export { privateKey };

interface PostedReview {
  readonly environment_name: string;
  readonly state: 'approved' | 'rejected';
  readonly comment: string;
}

/** A run of a workflow that waits in its environments. */
export interface Run {
  readonly reviews: PostedReview[];
  readonly waiting: Set<string>;
  startedAt: number;
  isOver: boolean;
}

/** The next call whose path ends so gets this status, or none. With `isDone`, GitHub has done it all the same. */
interface Fault {
  readonly end: string;
  readonly status: number | 'dropped';
  readonly isDone?: boolean;
  /** Where the response leads. */
  readonly location?: string;
}

export type GitHubStandIn = Awaited<ReturnType<typeof startGitHub>>;

/** The four endpoints that a review needs, over real HTTP. */
export async function startGitHub(clock: () => number) {
  const runs = new Map<number, Run>();
  const faults: Fault[] = [];
  const tokenRequests: unknown[] = [];
  const listeners = new Set<() => void>();
  const answer = createAnswers(runs, tokenRequests, clock);
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const body = await read(request);
    const fault = faults.find(({ end }) => request.url?.endsWith(end));
    if (fault !== undefined) faults.splice(faults.indexOf(fault), 1);
    const [status, content] = fault === undefined || fault.isDone ? answer(request, body) : [500, null];
    if (fault?.status === 'dropped') request.socket.destroy();
    else write(response, fault?.status ?? status, content, fault?.location);
    for (const listener of listeners) listener();
  });
  return {
    url,
    close,
    faults,
    tokenRequests,
    onCall: (listener: () => void) => void listeners.add(listener),
    /** Starts a run, or starts it again. */
    startRun(id: number, ...environments: readonly string[]): Run {
      const { reviews = [] } = runs.get(id) ?? {};
      const run = { reviews, waiting: new Set(environments), startedAt: clock(), isOver: false };
      runs.set(id, run);
      return run;
    },
  };
}

type Answer = readonly [status: number, content: unknown];

function createAnswers(runs: ReadonlyMap<number, Run>, tokenRequests: unknown[], clock: () => number) {
  return ({ method = '', url = '', headers }: IncomingMessage, body: string): Answer => {
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    if (url === `/app/installations/${installationId}/access_tokens`) {
      if (!isJwt(token, clock)) return [401, { message: 'A JSON web token could not be decoded' }];
      tokenRequests.push(JSON.parse(body));
      return [201, { token: 'ghs_token', expires_at: new Date(clock() + 3_600_000).toISOString() }];
    }
    if (token !== 'ghs_token') return [401, { message: 'Bad credentials' }];
    const [, id, rest] = /^\/repos\/octo\/pizza\/actions\/runs\/(\d+)(.*)$/.exec(url) ?? [];
    const run = runs.get(Number(id));
    return run === undefined ? [404, { message: 'Not Found' }] : answerOfRun(run, `${method} ${rest}`, body);
  };
}

function answerOfRun({ reviews, waiting, startedAt, isOver }: Run, call: string, body: string): Answer {
  switch (call) {
    case 'GET ':
      return [200, { status: isOver ? 'completed' : 'waiting', run_started_at: new Date(startedAt).toISOString() }];
    case 'GET /approvals':
      return [200, reviews];
    case 'POST /deployment_protection_rule': {
      const review: PostedReview = JSON.parse(body);
      if (!waiting.delete(review.environment_name)) return [422, { message: 'Validation Failed' }];
      reviews.push(review);
      return [204, null];
    }
    default:
      return [404, { message: 'Not Found' }];
  }
}

/** https://docs.github.com/en/apps, Generating a JSON Web Token for a GitHub App: signed with RS256, and valid for ten minutes at most. */
function isJwt(token: string, clock: () => number): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isSigned = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url');
  const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}');
  const now = clock() / 1_000;
  return isSigned && iss === appId && iat <= now && exp > now && exp <= now + 600;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function write(response: ServerResponse, status: number, content: unknown, location?: string): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) });
  response.end(content === null ? '' : JSON.stringify(content));
}
