import { app, InvocationContext } from '@azure/functions';
import { registeredBy, startFunctionApp } from 'test-engines/function-app';
import { describe, expect, onTestFinished, test } from 'vitest';
import { registerFunctions, registerMisconfigured } from '../../src/order-function.js';
import { aSecret, customer, functionConfigOf } from '../world/an-environment.js';

const cluster = { ...customer, KUBERNETES_API_URL: 'https://cluster.example.com' };
const apart = functionConfigOf({
  ...cluster,
  SLACK_APP_URL: 'https://slack.example.com',
  REPORT_SECRET: aSecret(),
  DECISION_SECRET: aSecret(),
});
const here = functionConfigOf({
  ...cluster,
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_CHANNEL: 'C0PIZZA',
  DATABASE_URL: 'postgres://db.example.com/approvals',
});

/** Name, method and who may call, or schedule. */
function functionsOf(register: () => void) {
  return registeredBy(register).map(({ name, trigger: { methods, authLevel, schedule } }) =>
    schedule === undefined ? [name, methods, authLevel] : [name, schedule],
  );
}

const orderPizza = ['OrderPizza', ['POST'], 'function'];
const confirmation = ['HttpPizzaOrderConfirmationHandler', ['POST'], 'anonymous'];
const slack = ['slackApprovals', ['POST'], 'anonymous'];

describe('what is registered', () => {
  test('with a Slack app elsewhere: alerts by key, decisions by signature, and a timer', () => {
    const functions = functionsOf(() => registerFunctions(app, apart, () => undefined));

    expect(functions).toEqual([orderPizza, confirmation, ['ReportProgress', '0 * * * * *']]);
  });

  test("with the Slack app inside: Slack's requests by signature, and no function for decisions", () => {
    const functions = functionsOf(() => registerFunctions(app, here, () => undefined));

    const due = ['slackApprovalsDue', '0 * * * * *'];
    expect(functions).toEqual([slack, due, orderPizza, ['ReportProgress', '0 * * * * *']]);
  });

  test('without its settings: every function, so that no caller gets a 404', () => {
    const functions = functionsOf(() => registerMisconfigured(app, ['SLACK_APP_URL: is missing']));

    expect(functions).toEqual([orderPizza, confirmation, slack, ['ReportProgress', '0 */5 * * * *']]);
  });
});

describe('a function app without its settings', () => {
  test('answers each request with a retryable status and no details', async () => {
    const { url, close } = await startFunctionApp(() => registerMisconfigured(app, ['SLACK_APP_URL: is missing']));
    onTestFinished(close);

    for (const path of ['/OrderPizza', '/HttpPizzaOrderConfirmationHandler', '/slack/actions']) {
      const answer = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
      expect([path, answer.status, await answer.text()]).toEqual([path, 500, '{"error":"not_configured"}']);
    }
  });

  test('fails its timer with the whole list, and logs it with each request', async () => {
    const handlers: ((given: never, context: InvocationContext) => unknown)[] = [];
    const problems = ['KUBERNETES_API_URL: is missing', 'SLACK_APP_URL: is missing'];
    const keep = (_name: string, { handler }: { readonly handler: (typeof handlers)[number] }) =>
      void handlers.push(handler);
    registerMisconfigured({ http: keep as typeof app.http, timer: keep as typeof app.timer }, problems);
    const logged: unknown[] = [];
    const context = new InvocationContext({ logHandler: (level, ...parts) => void logged.push([level, ...parts]) });
    const [orderPizzaHandler, , , timer] = handlers;

    await orderPizzaHandler?.(undefined as never, context);

    expect(logged).toEqual([['error', expect.stringContaining(problems.join('\n  '))]]);
    await expect(timer?.(undefined as never, context)).rejects.toThrow(problems.join('\n  '));
  });
});
