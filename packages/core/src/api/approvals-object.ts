import { SlackApprovalError } from '../errors.js';
import { listening } from '../events/listening.js';
import { dispatch } from '../interactions/dispatch.js';
import { failure, receive, refuseHead } from '../interactions/receive.js';
import { createKind } from '../kinds/create-kind.js';
import { defineKind } from '../kinds/define-kind.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import type { Receiver, RequestHead } from '../ports/raw-http.js';
import { exchangeOf } from '../runtime/exchange.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { parsePayload } from '../slack/request/parse-interaction.js';
import { type Loaded, loadOurs } from '../storage/load.js';
import { createPoll } from '../work/poll.js';
import type { Approvals } from './approvals.js';

const settlesWithinMs = 30_000;

/** The public object around a runtime: every method one line to where it is done. */
export function createApprovalsObject(runtime: Runtime): Approvals {
  const approvals: Approvals = { ...doors(runtime), ...programs(runtime), ...listening(runtime, () => approvals) };
  return approvals;
}

type Doors = Pick<
  Approvals,
  'receive' | 'handle' | 'dispatch' | 'processDue' | 'start' | 'stop' | 'settled' | 'health'
>;

function doors(runtime: Runtime): Doors {
  const poll = runtime.slack === null ? null : createPoll(runtime, runtime.slack);
  const receiver = receiverOf(runtime);
  return {
    receive: receiver,
    // a host that brings bytes starts without it
    handle: async (request, context) =>
      await (await import('../interactions/http/handle.js')).handle(receiver, request, context),
    async dispatch(payload, context) {
      const slack = slackOf(runtime);
      const exchange = exchangeOf(context);
      try {
        return await dispatch(runtime, slack, parsePayload(payload), exchange);
      } catch (error) {
        return failure(runtime, error);
      }
    },
    async processDue(options = {}) {
      const slack = slackOf(runtime);
      return await (await import('../work/process-due.js')).processDue(runtime, slack, options);
    },
    start(options = {}) {
      refuseUnknownKeys('start', options, { pollMs: true }, 'invalid_argument');
      slackOf(runtime);
      poll?.start(options.pollMs);
    },
    async stop() {
      poll?.stop();
      await runtime.work.idle(settlesWithinMs);
    },
    settled: () => runtime.work.idle(settlesWithinMs),
    health: async () => await (await import('./health.js')).health(runtime),
  };
}

function receiverOf(runtime: Runtime): Receiver {
  const receiver: Receiver = async (request, context) => await receive(runtime, slackOf(runtime), request, context);
  return Object.assign(receiver, {
    refuseHead(head: RequestHead) {
      slackOf(runtime);
      return refuseHead(runtime, head);
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

function programs(runtime: Runtime): Programs {
  return {
    define(name, options) {
      const definition = defineKind(name, options);
      if (runtime.kinds.has(name))
        throw new SlackApprovalError(
          'kind_defined_twice',
          `The kind "${name}" is defined already; give each its own name.`,
        );
      runtime.kinds.set(name, definition);
      return createKind(runtime, definition);
    },
    async get(id) {
      const found = await find(runtime, id);
      return found === null ? null : (await import('../views/to-approval.js')).toApproval(found.record);
    },
    list: async (query = {}) => await (await import('./list.js')).list(runtime, query),
    withdraw: async (id, options) => await (await programCommands()).withdrawById(runtime, id, options),
    report: async (id, update) => await (await programCommands()).report(runtime, id, update),
    async vote(id, vote) {
      const slack = slackOf(runtime);
      return await (await import('../votes/program-vote.js')).programVote(runtime, slack, id, vote);
    },
    history: async (id) => (await find(runtime, id))?.record.history ?? [],
    async erase(id) {
      const answer = await (await programCommands()).erase(runtime, id);
      if (!('code' in answer)) return;
      throw new SlackApprovalError(answer.code === 'not_found' ? 'not_found' : 'invalid_argument', answer.explanation);
    },
    redeliver: async (id) => await (await programCommands()).redeliver(runtime, id, null),
    repost: async (id) => await (await programCommands()).repost(runtime, id),
    explain: async (id, person) =>
      await (await import('../votes/explain.js')).explain(runtime, await find(runtime, id), person),
    async waitingFor(person, options = {}) {
      const slack = slackOf(runtime);
      return await (await import('../interactions/waiting-for.js')).waitingFor(runtime, slack, person, options);
    },
  };
}

/** What only programs need is loaded when one asks for it: a function that answers clicks starts without. */
const programCommands = () => import('../commands/program-commands.js');

async function find(runtime: Runtime, id: string): Promise<Loaded | null> {
  const found = await loadOurs(runtime, id);
  return found.type === 'loaded' ? found : null;
}

function slackOf({ slack }: Runtime): SlackAccess {
  if (slack !== null) return slack;
  throw new SlackApprovalError(
    'slack_required',
    'This process was made without slack: it may ask, amend, withdraw, report and read.',
  );
}
