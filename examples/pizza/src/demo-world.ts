import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import type { Listening } from './listen.js';
import { startOrderFunction } from './order-function.js';
import { type Orders, ordersIn } from './orders.js';
import { startSlackApp } from './slack-app.js';

/** The demo's channel and approvers, which the simulator knows. */
export const channel = 'C0PIZZA';
const approverGroup = 'S0ONCALL';

/** Everything the demo runs, on loopback: the Slack simulator, the order function and the Slack app. */
export interface DemoWorld {
  readonly simulator: SlackSimulator;
  readonly app: Listening;
  readonly orders: Orders;
  close(): Promise<void>;
}

/** Starts everything on the state in `folder`: what was there before is there again. */
export async function startDemoWorld(folder: string, log: (line: string) => void): Promise<DemoWorld> {
  await mkdir(folder, { recursive: true });
  const decisionSecret = await secretIn(folder);
  const orders = await ordersIn(join(folder, 'orders'));
  const simulator = await createSlackSimulator({ stateFile: join(folder, 'slack.json') });
  const orderFunction = await startOrderFunction({ secret: decisionSecret, orders, port: 0, log });
  const app = await startSlackApp({
    token: simulator.botToken,
    signingSecret: simulator.signingSecret,
    apiUrl: simulator.apiUrl,
    channel,
    approverGroup,
    functionUrl: orderFunction.url,
    decisionSecret,
    databaseFile: join(folder, 'approvals.db'),
    port: 0,
  });
  simulator.requestUrl = `${app.url}/slack/actions`;
  return {
    simulator,
    app,
    orders,
    async close() {
      await app.close();
      await orderFunction.close();
      await simulator.close();
    },
  };
}

/** The secret that signs decisions: made at the first start and kept, so that a restart can deliver what is still owed. */
async function secretIn(folder: string): Promise<string> {
  const file = join(folder, 'decision-secret');
  try {
    await writeFile(file, `whsec_${randomBytes(32).toString('base64')}`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return await readFile(file, 'utf8');
}
