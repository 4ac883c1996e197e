import { SlackApprovalError } from '../errors.js';
import { createListening } from '../events/create-listening.js';
import { loadHttp } from '../http/load-http.js';
import { dispatch } from '../interactions/receive/dispatch.js';
import { loadSurfaces } from '../interactions/receive/load-surfaces.js';
import { failure, receive, refuseBody, refuseHead } from '../interactions/receive/receive.js';
import { type CarryOut, defineGuard, type GuardedFunction } from '../kinds/define-guard.js';
import { defineKind, requestKind } from '../kinds/define-kind.js';
import type { GuardOptions, Jsonified } from '../kinds/guarded.js';
import type { Kind } from '../kinds/kind.js';
import type { AnyKindOptions } from '../kinds/kind-options.js';
import { readDuration } from '../options/duration.js';
import { lateMethods } from '../options/late-methods.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { isInMemory } from '../ports/in-memory.js';
import type { BodyFault, Receiver, RequestHead } from '../ports/raw-http.js';
import { exchangeOf } from '../runtime/exchange.js';
import type { KindDefinition, Runtime } from '../runtime/runtime.js';
import { clickOf } from '../slack/request/parse-block-action.js';
import type { Approvals } from './approvals.js';
import { loadPrograms } from './load-programs.js';
import { createPoll } from './poll.js';
import { programNames } from './program-names.js';
import { slackOf } from './slack-of.js';

const maxIdleWaitMs = 30_000;
const kindNames = [
  'ask',
  'run',
  'amend',
  'replaceContext',
  'withdraw',
  'releaseKey',
  'find',
  'preview',
  'waitForDecision',
] as const;

/** Creates the public object around a runtime. Every method passes the call on to the code that does it. */
export function createApprovalsObject(app: Runtime): Approvals {
  return {
    durable: !isInMemory(app.store),
    ...hostMethods(app),
    ...workMethods(app),
    ...lateMethods(async () => (await loadPrograms()).programMethods(app), programNames),
    ...createListening(app),
    instrument: app.instruments.add,
    define<Input, Output>(name: string, options: AnyKindOptions): Kind<Input, Output> {
      const definition = defineKind(name, options);
      if (app.kinds.has(name) || name === requestKind)
        throw new SlackApprovalError('kind_defined_twice', `The kind "${name}" is already defined: rename one.`);
      app.kinds.set(name, definition);
      return lateKind(app, definition);
    },
    guard<Input, Output, Value>(name: string, options: AnyKindOptions, run: GuardedFunction) {
      const carryOut: CarryOut = async (guard, delivery) => await (await loadPrograms()).carryOut(app, guard, delivery);
      const kind = lateKind<Input, Output>(app, defineGuard(app, name, options, { run, carryOut }));
      const call = async (payload: Input, guardOptions: GuardOptions) => {
        const known = { key: true, requester: true, onBehalfOf: true, signal: true };
        refuseUnknownKeys(`guard(${JSON.stringify(name)})`, guardOptions, known, 'invalid_argument');
        // as: JSON of what the function returned
        return (await kind.run(payload, guardOptions)) as Jsonified<Value>;
      };
      return Object.assign(call, { kind });
    },
  };
}

function lateKind<Input, Output>(app: Runtime, definition: KindDefinition): Kind<Input, Output> {
  const loadMethods = async () => (await loadPrograms()).kindMethods<Input, Output>(app, definition);
  return { schema: definition.schema, ...lateMethods(loadMethods, kindNames) };
}

function hostMethods(app: Runtime): Pick<Approvals, 'handleRaw' | 'handle' | 'handleVerified'> {
  const answerRaw: Receiver = async (request, context) => await receive(app, slackOf(app), request, context);
  const handleRaw = Object.assign(answerRaw, {
    refuseHead(head: RequestHead) {
      slackOf(app);
      return refuseHead(app, head);
    },
    refuseBody: (fault: BodyFault) => refuseBody(app, fault),
    track: (work: Promise<unknown>) => app.work.track(work),
  });
  return {
    handleRaw,
    handle: async (request, context) => await (await loadHttp()).handleRequest(handleRaw, request, context),
    async handleVerified(payload, context) {
      const call = { app, slack: slackOf(app), exchange: exchangeOf(context) };
      try {
        const interaction = clickOf(payload) ?? (await loadSurfaces()).parsePayload(payload);
        return await dispatch({ ...call, interaction });
      } catch (error) {
        return await failure(app, error);
      }
    },
  };
}

async function idle(app: Runtime): Promise<void> {
  const { work, log, resting } = app;
  let running = await work.idle(maxIdleWaitMs);
  if (running === 0 && resting.size > 0) {
    void (await app.worker()).settleRests(app, 'all');
    running = await work.idle(maxIdleWaitMs);
  }
  if (running > 0)
    log.warn('still_working', 'work was still running after 30 s; another process takes it over if this one ends', {
      running,
    });
}

function workMethods(app: Runtime): Pick<Approvals, 'processDue' | 'start' | 'stop' | 'flush'> {
  const poll = createPoll(app);
  return {
    async processDue(options = {}) {
      const slack = slackOf(app);
      refuseUnknownKeys('processDue', options, { for: true }, 'invalid_argument');
      const forMs = options.for === undefined ? null : readDuration('for', options.for);
      return await (await app.worker()).processDue(app, slack, { forMs });
    },
    start(options = {}) {
      refuseUnknownKeys('start', options, { pollEvery: true }, 'invalid_argument');
      poll.start(slackOf(app), options.pollEvery);
      app.watch.isStopping = false;
    },
    async stop() {
      poll.stop();
      app.watch.isStopping = true;
      for (const abort of app.waiting) abort();
      await idle(app);
    },
    flush: () => idle(app),
  };
}
