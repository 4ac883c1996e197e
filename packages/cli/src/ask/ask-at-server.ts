import { setTimeout as sleep } from 'node:timers/promises';
import { AskError, type Asked, type Outcome } from './asked.js';
import type { QuestionAtServer } from './read-question.js';

/** What this program reads of an approval. */
interface ApprovalBody {
  readonly id: string;
  readonly status: string;
  readonly decision: Pick<Outcome, 'reason' | 'decidedBy' | 'decidedAt'> | null;
}

const requestTimeoutMs = 10_000;
/** Longer than the server lets a request wait. */
const waitTimeoutMs = 65_000;
/** A server that is deployed just now is back by then. */
const askWithinMs = 60_000;
/** A CI system that cancels a job ends it a few seconds later: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation */
const withdrawWithinMs = 7_000;
const retryMs = 2_000;
const maxRetryAfterSeconds = 60;

/** Asks through the HTTP door of a server, and waits there. */
export async function askAtServer(question: QuestionAtServer, complain: (text: string) => void): Promise<Asked> {
  const leaving = new AbortController();
  const request = sender(question, leaving.signal);
  const send = async (method: 'GET' | 'POST', path: string, body?: object) =>
    approvalIn(await request(method, path, body));
  const { key, kind, payload, onBehalfOf } = question;
  const asking = { kind, key, payload, ...(onBehalfOf === null ? {} : { onBehalfOf }) };
  const deadline = Date.now() + askWithinMs;
  const approval = await untilAnswered(() => send('POST', '/approvals', asking), complain, leaving.signal, deadline);
  const path = `/approvals/${encodeURIComponent(approval.id)}`;
  const wait = async (): Promise<Outcome> => {
    let found = approval;
    while (found.status === 'pending')
      found = await untilAnswered(() => send('GET', `${path}?wait=55s`), complain, leaving.signal, null);
    return toOutcome(found);
  };
  const decided = wait();
  // it may fail before anyone looks
  decided.catch(() => undefined);
  return {
    decided,
    link: async () => linkIn(await request('GET', `${path}/link`)),
    async withdraw() {
      const body = { reason: 'The program that asked was ended.' };
      const until = Date.now() + withdrawWithinMs;
      await untilAnswered(() => send('POST', `${path}/withdraw`, body), complain, leaving.signal, until).catch(
        (error: unknown) => {
          // it is decided already, and `decided` tells how
          if (!(error instanceof Refused) || error.status !== 409) throw error;
        },
      );
    },
    close: async () => leaving.abort(),
  };
}

/** The server cannot answer now; asking it again may help. */
class Unavailable extends Error {
  readonly afterMs: number;

  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** The server refuses the request. */
class Refused extends AskError {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

type Send = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

function sender({ url, token }: QuestionAtServer, signal: AbortSignal): Send {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const timeoutMs = path.includes('?wait=') ? waitTimeoutMs : requestTimeoutMs;
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // a redirect would take the token elsewhere
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }).catch(throwUnreached);
    // a connection can end in the middle of an answer
    const answer = parseJson(await response.text().catch(throwUnreached));
    if (response.ok) return answer;
    if (response.status >= 300 && response.status < 400)
      throw new AskError('The server redirects: give --server the address that it redirects to.');
    if (response.status >= 500) throw new Unavailable(`The server answered ${response.status}`, retryAfter(response));
    throw new Refused(problemIn(response.status, answer), response.status);
  };
}

/** Sends again what the server could not answer. It is told once, and when it is over. */
async function untilAnswered(
  send: () => Promise<ApprovalBody>,
  complain: (text: string) => void,
  signal: AbortSignal,
  deadline: number | null,
): Promise<ApprovalBody> {
  for (let failureCount = 0; ; failureCount += 1) {
    try {
      return await send();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Unavailable)) throw error;
      if (deadline !== null && Date.now() + error.afterMs > deadline) throw new AskError(`${error.message}.`);
      if (failureCount === 0) complain(`${error.message}. It is asked again until it answers.\n`);
      await sleep(error.afterMs, undefined, { signal });
    }
  }
}

function throwUnreached(error: unknown): never {
  const { name, cause } = Object(error);
  throw new Unavailable(`The server cannot be reached (${Object(cause).code ?? name})`, retryMs);
}

/** @returns null for what is no JSON, such as the page of a proxy */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function retryAfter({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after'));
  return seconds > 0 ? Math.min(seconds, maxRetryAfterSeconds) * 1_000 : retryMs;
}

/** @throws {AskError} something else answers there, such as a proxy */
function approvalIn(answer: unknown): ApprovalBody {
  const { id, status, decision } = Object(answer);
  const isOne = typeof id === 'string' && typeof status === 'string' && typeof decision === 'object';
  if (isOne) return { id, status, decision };
  throw new AskError('What the server answered is no approval: check --server.');
}

function linkIn(answer: unknown): string | null {
  const { link } = Object(answer);
  return typeof link === 'string' ? link : null;
}

/** A problem as RFC 9457 has it, or what else answers there, such as a proxy. */
function problemIn(status: number, answer: unknown): string {
  const { code, title, detail } = Object(answer);
  const texts = [title, detail].filter((text): text is string => typeof text === 'string');
  if (typeof code !== 'string' || texts.length === 0)
    return `The server answered ${status}, and not as the HTTP door of approvals does: check --server.`;
  return `The server refused: ${texts.join(' ')} [${code}]`;
}

function toOutcome({ id, status, decision }: ApprovalBody): Outcome {
  const { reason = null, decidedBy = [], decidedAt = '' } = decision ?? {};
  // as: the door knows no other status of what is decided
  return { id, outcome: status as Outcome['outcome'], reason, decidedBy, decidedAt };
}
