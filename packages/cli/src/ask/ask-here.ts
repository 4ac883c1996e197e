import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Approvals,
  type ApproverRule,
  channelMembers,
  createApprovals,
  type Decision,
  type Logger,
  slackFromEnv,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import type { Environment } from '../doctor/environment.js';
import { AskError, type Asked, type Outcome } from './asked.js';
import type { QuestionHere } from './read-question.js';

const storedWithinMs = 20;

/** Asks from this process, which posts the card and takes the clicks over Socket Mode. */
export async function askHere(
  question: QuestionHere,
  environment: Environment,
  complain: (text: string) => void,
): Promise<Asked> {
  const store = await openStore(question.store);
  const leaving = new AbortController();
  try {
    const logger = logTo(complain);
    const approvals = createApprovals({ slack: slackFromEnv(environment), store, logger });
    const { SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = environment;
    const connection = await connectSocketMode(approvals, { appToken, apiUrl, logger });
    approvals.start();
    const decided = request(approvals, question, leaving.signal).then(toOutcome);
    // it may fail before anyone looks
    decided.catch(() => undefined);
    return {
      ...asked(approvals, question, decided),
      async close() {
        leaving.abort();
        await approvals.flush();
        await connection.close();
        await approvals.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function asked(approvals: Approvals, question: QuestionHere, decided: Promise<Outcome>): Omit<Asked, 'close'> {
  let own: string | null = null;
  // by then it is no longer among those that wait
  const known = decided.then(({ id }) => {
    own = id;
  });
  // it may fail before anyone waits for it
  known.catch(() => undefined);
  const find = async () => {
    own ??= await findPending(approvals, question);
    return own;
  };
  return {
    decided,
    async link() {
      const id = await find();
      return id === null ? null : await approvals.permalink(id);
    },
    async withdraw() {
      let id = await find();
      // it is being stored
      for (; id === null; id = await find()) await Promise.race([known, sleep(storedWithinMs)]);
      // if it is decided already, `decided` tells how
      await approvals.withdraw(id, {
        by: asRequester(question.requester),
        reason: 'The program that asked was ended.',
      });
    },
  };
}

async function request(approvals: Approvals, question: QuestionHere, signal: AbortSignal): Promise<Decision<unknown>> {
  const { key, title, channels, expires, summary, fields, links, quorum, requester, onBehalfOf } = question;
  return await approvals.request({
    key,
    title,
    ...(summary === null ? {} : { summary }),
    ...(fields === null ? {} : { fields }),
    ...(links === null ? {} : { links }),
    channel: channels,
    approvers: question.approvers.map(toRule),
    ...(quorum === null ? {} : { quorum: { approve: quorum } }),
    // as: request checks it
    expiresIn: expires as '24h',
    requester: asRequester(requester),
    ...(onBehalfOf === null ? {} : { onBehalfOf: user(onBehalfOf) }),
    signal,
  });
}

function toRule(approver: string): ApproverRule {
  if (approver === 'channel-members') return channelMembers();
  return approver.startsWith('S') ? usergroup(approver) : user(approver);
}

function asRequester(name: string): string | ReturnType<typeof user> {
  return /^[UW][A-Z0-9]{5,}$/.test(name) ? user(name) : name;
}

/** Finds the question that waits under this key. An older one under it, which is over, is another question. */
async function findPending(approvals: Approvals, { key }: QuestionHere): Promise<string | null> {
  const query = { kind: 'request', status: 'pending', limit: 100 } as const;
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<Approvals['list']>> = await approvals.list({ ...query, after });
    const isOpen = (at: number | null) => at === null || at > Date.now();
    const found = page.approvals.find((one) => one.key === key && isOpen(one.expiresAt));
    if (found !== undefined) return found.id;
    if (page.next === null) return null;
    after = page.next;
  }
}

function toOutcome({ approvalId: id, outcome, reason, decidedBy, decidedAt }: Decision<unknown>): Outcome {
  return {
    id,
    outcome,
    reason,
    decidedBy: decidedBy.map(({ userId }) => userId),
    decidedAt: new Date(decidedAt).toISOString(),
  };
}

async function openStore(path: string) {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return sqliteStore(path);
  } catch (error) {
    throw new AskError(`The file ${path} cannot be opened (${Object(error).code}): name another one with --store.`, {
      cause: error,
    });
  }
}

/** Only what a person has to know. */
function logTo(complain: (text: string) => void): Logger {
  const nothing = () => undefined;
  const tell = (message: unknown, fields: unknown = {}) => {
    const { remedy, reason } = Object(fields);
    const about = [message, reason, remedy].filter((text) => typeof text === 'string');
    complain(`${about.join(': ')}\n`);
  };
  return { debug: nothing, info: nothing, warn: tell, error: tell };
}
