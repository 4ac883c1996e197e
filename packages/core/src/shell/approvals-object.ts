import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Receiver, RequestHead } from '../ports/raw-http.js';
import { parsePayload } from '../slack/parse-interaction.js';
import type { Approvals } from './approvals.js';
import { createKind } from './create-kind.js';
import { defineKind } from './define-kind.js';
import { dispatch } from './dispatch.js';
import { exchangeOf } from './exchange.js';
import { listening } from './listening.js';
import { type Loaded, loadOurs } from './load.js';
import { createPoll } from './poll.js';
import { failure, receive, refuseHead } from './receive.js';
import type { Shell, SlackAccess } from './shell.js';

const settlesWithinMs = 30_000;

/** The public object around a shell: every method one line to where it is done. */
export function createApprovalsObject(shell: Shell): Approvals {
  const approvals: Approvals = { ...doors(shell), ...programs(shell), ...listening(shell, () => approvals) };
  return approvals;
}

type Doors = Pick<
  Approvals,
  'receive' | 'handle' | 'dispatch' | 'processDue' | 'start' | 'stop' | 'settled' | 'health'
>;

function doors(shell: Shell): Doors {
  const poll = shell.slack === null ? null : createPoll(shell, shell.slack);
  const receiver = receiverOf(shell);
  return {
    receive: receiver,
    // a host that brings bytes starts without it
    handle: async (request, context) => await (await import('./handle.js')).handle(receiver, request, context),
    async dispatch(payload, context) {
      const slack = slackOf(shell);
      const exchange = exchangeOf(context);
      try {
        return await dispatch(shell, slack, parsePayload(payload), exchange);
      } catch (error) {
        return failure(shell, error);
      }
    },
    async processDue(options = {}) {
      const slack = slackOf(shell);
      return await (await import('./process-due.js')).processDue(shell, slack, options);
    },
    start(options = {}) {
      refuseUnknownKeys('start', options, { pollMs: true }, 'invalid_argument');
      slackOf(shell);
      poll?.start(options.pollMs);
    },
    async stop() {
      poll?.stop();
      await shell.work.idle(settlesWithinMs);
    },
    settled: () => shell.work.idle(settlesWithinMs),
    health: async () => await (await import('./health.js')).health(shell),
  };
}

function receiverOf(shell: Shell): Receiver {
  const receiver: Receiver = async (request, context) => await receive(shell, slackOf(shell), request, context);
  return Object.assign(receiver, {
    refuseHead(head: RequestHead) {
      slackOf(shell);
      return refuseHead(shell, head);
    },
  });
}

type Programs = Pick<
  Approvals,
  | 'define'
  | 'get'
  | 'list'
  | 'withdraw'
  | 'report'
  | 'vote'
  | 'history'
  | 'erase'
  | 'redeliver'
  | 'repost'
  | 'explain'
  | 'waitingFor'
>;

function programs(shell: Shell): Programs {
  return {
    define(name, options) {
      const definition = defineKind(name, options);
      if (shell.kinds.has(name))
        throw new SlackApprovalError(
          'kind_defined_twice',
          `The kind "${name}" is defined already; give each its own name.`,
        );
      shell.kinds.set(name, definition);
      return createKind(shell, definition);
    },
    async get(id) {
      const found = await find(shell, id);
      return found === null ? null : (await import('./to-approval.js')).toApproval(found.record);
    },
    list: async (query = {}) => await (await import('./list.js')).list(shell, query),
    withdraw: async (id, options) => await (await programCommands()).withdrawById(shell, id, options),
    report: async (id, update) => await (await programCommands()).report(shell, id, update),
    async vote(id, vote) {
      const slack = slackOf(shell);
      return await (await import('./program-vote.js')).programVote(shell, slack, id, vote);
    },
    history: async (id) => (await find(shell, id))?.record.history ?? [],
    async erase(id) {
      const answer = await (await programCommands()).erase(shell, id);
      if (!('code' in answer)) return;
      throw new SlackApprovalError(answer.code === 'not_found' ? 'not_found' : 'invalid_argument', answer.explanation);
    },
    redeliver: async (id) => await (await programCommands()).redeliver(shell, id, null),
    repost: async (id) => await (await programCommands()).repost(shell, id),
    explain: async (id, person) => await (await import('./explain.js')).explain(shell, await find(shell, id), person),
    async waitingFor(person, options = {}) {
      const slack = slackOf(shell);
      return await (await import('./waiting-for.js')).waitingFor(shell, slack, person, options);
    },
  };
}

/** What only programs need is loaded when one asks for it: a function that answers clicks starts without. */
const programCommands = () => import('./program-commands.js');

async function find(shell: Shell, id: string): Promise<Loaded | null> {
  const found = await loadOurs(shell, id);
  return found.type === 'loaded' ? found : null;
}

function slackOf({ slack }: Shell): SlackAccess {
  if (slack !== null) return slack;
  throw new SlackApprovalError(
    'slack_required',
    'This process was made without slack: it may ask, amend, withdraw, report and read.',
  );
}
