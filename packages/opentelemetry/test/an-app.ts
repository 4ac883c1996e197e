import { type Approvals, type CreateApprovalsOptions, createApprovals, user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';
import { type InstrumentApprovalsOptions, instrumentApprovals } from '../src/index.js';
import type { Telemetry } from './telemetry.js';

/** Alice decides about deploys, which have two steps. */
export function defineDeploy(approvals: Approvals, onDecision: Parameters<Approvals['define']>[1]['onDecision']) {
  return approvals.define<{ version: string }>('deploy', {
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    reason: { reject: 'optional' },
    title: ({ version }) => `Deploy ${version}?`,
    steps: ['build', 'roll out'],
    expiresIn: '2d',
    ...(onDecision === undefined ? {} : { onDecision }),
  });
}

const ignore = () => undefined;
const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A process that asks, answers and delivers, and others on the same store and Slack. */
export async function anApp(onDecision: Parameters<typeof defineDeploy>[1] = async () => undefined) {
  const given: CreateApprovalsOptions[] = [];
  const app = await createTestApprovals({
    create: (options) => {
      const quiet = { ...options, logger };
      given.push(quiet);
      return createApprovals(quiet);
    },
  });
  onTestFinished(app.close);
  const options = given[0] as CreateApprovalsOptions;
  const deploys = defineDeploy(app.approvals, onDecision);
  const { clock } = app;
  return {
    ...app,
    deploys,
    again: () => createApprovals(options),
    instrument: (telemetry: Telemetry, change: Partial<InstrumentApprovalsOptions> = {}, approvals = app.approvals) => {
      const { tracerProvider, meterProvider, ids } = telemetry;
      return instrumentApprovals(approvals, { tracerProvider, meterProvider, ids, clock, ...change });
    },
    ask: async (version = '4.2') => (await deploys.ask({ version }, { requester: 'ci' })).approval,
  };
}
