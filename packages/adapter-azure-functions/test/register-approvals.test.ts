import { app, type HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { HostContext, RawResponse } from '@k8s-pizza/slack-approval/host';
import { type RegisterApprovalsOptions, registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Binding, loadApp } from './functions-host.js';

const ok: RawResponse = { status: 200, headers: {}, body: '' };

/** Approvals that write down what a host asks of them. `work` is what a click would leave to do. */
function listening(work: () => Promise<unknown> = async () => undefined) {
  const contexts: HostContext[] = [];
  const runs: unknown[] = [];
  return {
    contexts,
    runs,
    async handleRaw(_request: unknown, context: HostContext = {}) {
      contexts.push(context);
      await Promise.resolve(context.waitUntil?.(work()));
      return ok;
    },
    async processDue(options: unknown) {
      runs.push(options);
      return { claimedCount: 0 };
    },
  };
}

const bindingsOf = (options?: RegisterApprovalsOptions) => {
  const { functions } = loadApp(() => registerApprovals(app, listening(), options));
  const all = [...functions.values()].flatMap(({ metadata }) =>
    Object.values(metadata.bindings).map((binding): Binding => ({ ...binding, function: metadata.name })),
  );
  return (type: string) => all.filter((binding) => binding.type === type);
};

describe('what is registered', () => {
  test('one trigger for all that Slack sends, and a timer', () => {
    const bindings = bindingsOf();

    expect(bindings('httpTrigger')).toMatchObject([
      { function: 'slackApprovals', authLevel: 'anonymous', methods: ['POST'], route: 'slack/{door?}' },
    ]);
    expect(bindings('timerTrigger')).toMatchObject([{ function: 'slackApprovalsDue', schedule: '0 * * * * *' }]);
  });

  test('under the route and the schedule that were asked for', () => {
    const bindings = bindingsOf({ route: 'approvals', schedule: '*/30 * * * * *' });

    expect(bindings('httpTrigger')).toMatchObject([{ route: 'approvals' }]);
    expect(bindings('timerTrigger')).toMatchObject([{ schedule: '*/30 * * * * *' }]);
  });

  test('nothing, where the approvals would end with the instance', () => {
    const approvals = createApprovals({
      store: { ...memoryStore() },
      slack: { token: 'xoxb-test', signingSecret: 'test' },
    });
    const register = () => registerApprovals(app, approvals);

    const { functions } = loadApp(() => expect(register).toThrow(expect.objectContaining({ code: 'invalid_options' })));

    expect(functions.size).toBe(0);
  });
});

test('the timer takes up what is due, and ends before the next one', async () => {
  const approvals = listening();
  const { invokeTimer } = loadApp(() => registerApprovals(app, approvals));

  await invokeTimer('slackApprovalsDue');

  expect(approvals.runs).toEqual([{ for: '50s' }]);
});

test('a timer that fails says so to the host', async () => {
  const processDue = () => Promise.reject(new Error('the store is away'));
  const { invokeTimer } = loadApp(() => registerApprovals(app, { ...listening(), processDue }));

  await expect(invokeTimer('slackApprovalsDue')).rejects.toThrow('the store is away');
});

describe('the work after an answer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** The handler itself, on the clock of the test. */
  function handlerOf(approvals: Parameters<typeof registerApprovals>[1]) {
    const { functions } = loadApp(() => registerApprovals(app, approvals));
    const callback = functions.get('slackApprovals')?.callback;
    const warnings: unknown[][] = [];
    const context = new InvocationContext({ logHandler: (_level, ...parts) => void warnings.push(parts) });
    const request = () => new Request('http://localhost/slack', { method: 'POST', body: 'x' });
    // as: the library types a handler by its arguments, the host calls it by position
    const click = () => callback?.(request() as unknown as HttpRequest, context) as Promise<HttpResponseInit>;
    return { click, warnings, tick: () => functions.get('slackApprovalsDue')?.callback({}, context) };
  }

  test('the first answer of a process waits for nothing: its work is taken up behind it', async () => {
    const approvals = listening();
    const { click } = handlerOf(approvals);

    expect(await click()).toMatchObject({ status: 200 });
    expect(approvals.contexts).toEqual([{ waitUntil: null }]);
    expect(approvals.runs).toEqual([]);

    await vi.advanceTimersByTimeAsync(100);
    expect(approvals.runs).toEqual([{ for: '50s' }]);
  });

  test('the end of a test waits for that work: `stop` and `flush` know of it from the answer on', async () => {
    const approvals = listening();
    const tracked: Promise<unknown>[] = [];
    const track = (work: Promise<unknown>) => tracked.push(work);
    const { click } = handlerOf({ ...approvals, handleRaw: Object.assign(approvals.handleRaw, { track }) });

    await click();
    const before = { tracked: tracked.length, runs: approvals.runs.length };
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(tracked);

    expect(before).toEqual({ tracked: 1, runs: 0 });
    expect(approvals.runs).toHaveLength(1);
  });

  test('a first request that is refused takes nothing up', async () => {
    const approvals = { ...listening(), handleRaw: async () => ({ status: 401, headers: {}, body: '' }) };
    const { click } = handlerOf(approvals);

    expect(await click()).toMatchObject({ status: 401 });
    await vi.advanceTimersByTimeAsync(1_000);

    expect(approvals.runs).toEqual([]);
  });

  test('where that fails, the timer is left, and the instance lives', async () => {
    const processDue = () => Promise.reject(new Error('the store is away'));
    const { click, warnings } = handlerOf({ ...listening(), processDue });

    await click();
    await vi.advanceTimersByTimeAsync(100);

    expect(warnings).toMatchObject([[expect.anything(), { code: 'due_work_failed', error: 'the store is away' }]]);
  });

  test('later answers wait for their work', async () => {
    const done: string[] = [];
    const work = () => new Promise((resolve) => setTimeout(resolve, 500)).then(() => done.push('work'));
    const { click, tick } = handlerOf(listening(work));
    await tick();

    const clicking = click();
    await vi.advanceTimersByTimeAsync(500);
    await clicking;

    expect(done).toEqual(['work']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('but not longer than 2 s after the request', async () => {
    const { click, tick } = handlerOf(listening(() => new Promise(() => undefined)));
    await tick();
    const answers: unknown[] = [];

    const clicking = click().then((answer) => answers.push(answer));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(answers).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await clicking;

    expect(answers).toMatchObject([{ status: 200 }]);
  });
});

test('a body that a hook has read is not guessed at', async () => {
  const { functions } = loadApp(() => registerApprovals(app, listening()));
  const request = new Request('http://localhost/slack', { method: 'POST', body: 'x' });
  await request.text();

  const answering = Promise.resolve(functions.get('slackApprovals')?.callback(request, new InvocationContext()));

  await expect(answering).rejects.toMatchObject({ code: 'raw_body_unavailable' });
});
