import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { approvalContext } from '../src/index.js';
import { anApp, defineDeploy } from './an-app.js';
import { aTelemetry, namesOf, registerContext, timesOf } from './telemetry.js';

const minute = 60_000;

describe('an approval over two processes and an hour', () => {
  async function anApproval() {
    const app = await anApp();
    const asking = app.again();
    const deploys = defineDeploy(asking, async () => undefined);
    const [here, there] = [aTelemetry(), aTelemetry()];
    app.instrument(here);
    app.instrument(there, {}, asking);
    const { approval } = await deploys.ask({ version: '4.2' }, { requester: 'ci' });
    await app.advance('1h');
    await app.approve(approval, { as: 'U0ALICE' });
    for (const step of ['build', 'roll out']) {
      await app.advance('5m');
      await asking.reportProgress(approval.id, { step, state: 'done' });
    }
    await app.settle();
    await asking.flush();
    return { id: approval.id, askedAt: approval.askedAt, here, there };
  }

  test('is one trace with one root, whichever process adds a span', async () => {
    const { id, here, there } = await anApproval();

    const spans = [...here.spans(), ...there.spans()];
    const root = spans.find(({ name }) => name === 'approval deploy');
    const { traceId, spanId } = root?.spanContext() ?? {};
    expect(namesOf(here.spans())).toEqual(expect.arrayContaining(['approval deploy', 'deliver deploy']));
    expect(namesOf(there.spans())).toEqual(['ask deploy', 'step deploy', 'step deploy', 'carry out deploy']);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(root?.parentSpanContext).toBeUndefined();
    const others = spans.filter((span) => span !== root);
    expect(new Set(others.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(new Set([spanId]));
    expect(spans.every(({ attributes }) => attributes['approval.id'] === id)).toBe(true);
  });

  test('shows when it was asked, decided and carried out', async () => {
    const { askedAt, here, there } = await anApproval();

    const lasted = (spans: ReturnType<typeof here.spans>, name: string) =>
      spans.filter((span) => span.name === name).map((span) => timesOf(span).map((at) => (at - askedAt) / minute));
    const [approval] = lasted(here.spans(), 'approval deploy');
    const decidedAt = approval?.[1] ?? 0;
    expect(approval?.[0]).toBe(0);
    expect(Math.floor(decidedAt / 5)).toBe(12);
    expect(lasted(there.spans(), 'step deploy')).toEqual([
      [decidedAt, decidedAt + 5],
      [decidedAt + 5, decidedAt + 10],
    ]);
    expect(lasted(there.spans(), 'carry out deploy')).toEqual([[decidedAt, decidedAt + 10]]);
  });
});

test('without the id generator the trace is the same, and its span has a parent that nobody sends', async () => {
  const app = await anApp();
  const telemetry = aTelemetry();
  app.instrument(telemetry, { ids: undefined } as object);
  const approval = await app.ask();
  await app.approve(approval, { as: 'U0ALICE' });

  const expected = trace.getSpanContext(approvalContext(approval.id));
  expect(namesOf(telemetry.spans())).toEqual(['ask deploy', 'approval deploy', 'deliver deploy']);
  for (const span of telemetry.spans()) {
    expect(span.spanContext().traceId).toBe(expected?.traceId);
    expect(span.parentSpanContext?.spanId).toBe(expected?.spanId);
  }
});

test.each(['rejected', 'expired', 'withdrawn'] as const)('a question that is %s says so', async (outcome) => {
  const app = await anApp();
  const telemetry = aTelemetry();
  app.instrument(telemetry);
  const approval = await app.ask();
  await app.settle();
  if (outcome === 'rejected') await app.reject(approval, { as: 'U0ALICE' });
  if (outcome === 'expired') await app.advance('3d');
  if (outcome === 'withdrawn') await app.approvals.withdraw(approval.id, { by: 'ci', reason: 'no longer needed' });
  await app.settle();

  const root = telemetry.spans().find(({ name }) => name === 'approval deploy');
  expect(root?.attributes).toMatchObject({ 'approval.outcome': outcome, 'approval.shown': true });
  expect(namesOf(telemetry.spans())).not.toContain('carry out deploy');
});

test('an attempt that fails is an error, and so is a step that fails', async () => {
  let attempts = 0;
  const app = await anApp(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('not now');
  });
  const telemetry = aTelemetry();
  app.instrument(telemetry);
  const approval = await app.ask();
  await app.approve(approval, { as: 'U0ALICE' });
  await app.advance('10m');
  await app.approvals.reportProgress(approval.id, { step: 'build', state: 'failed' });
  await app.settle();

  const ofName = (name: string) => telemetry.spans().filter((span) => span.name === name);
  expect(ofName('deliver deploy')).toMatchObject([
    {
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'approval.delivery.attempt': 1, 'approval.delivery.outcome': 'retry', 'error.type': 'retry' },
    },
    {
      status: { code: SpanStatusCode.UNSET },
      attributes: { 'approval.delivery.attempt': 2, 'approval.delivery.outcome': 'delivered' },
    },
  ]);
  expect(ofName('step deploy')).toMatchObject([
    { attributes: { 'error.type': 'step_failed', 'approval.step': 'build' } },
  ]);
  expect(ofName('carry out deploy')).toMatchObject([{ attributes: { 'error.type': 'step_failed' } }]);
});

test('the span that is active where the program asks and the trace link to each other', async () => {
  registerContext();
  const app = await anApp();
  const telemetry = aTelemetry();
  app.instrument(telemetry);
  const tracer = telemetry.tracerProvider.getTracer('the program');
  const request = tracer.startSpan('GET /deploy');
  const approval = await context.with(trace.setSpan(context.active(), request), () => app.ask());
  request.end();

  const ask = telemetry.spans().find(({ name }) => name === 'ask deploy');
  const asker = telemetry.spans().find(({ name }) => name === 'GET /deploy');
  expect(ask?.links.map((link) => link.context.spanId)).toEqual([request.spanContext().spanId]);
  expect(ask?.spanContext().traceId).not.toBe(request.spanContext().traceId);
  expect(asker?.links).toMatchObject([
    { context: { traceId: ask?.spanContext().traceId }, attributes: { 'approval.id': approval.id } },
  ]);
});

test('a sampler by ratio keeps all spans of an approval or none, in every process', async () => {
  const ratio = new TraceIdRatioBasedSampler(0.5);
  const sampler = () => new ParentBasedSampler({ root: ratio, remoteParentSampled: ratio });
  const app = await anApp();
  const telemetries = [aTelemetry(sampler()), aTelemetry(sampler())];
  for (const telemetry of telemetries) app.instrument(telemetry);
  for (let count = 0; count < 20; count += 1) {
    const approval = await app.ask(String(count));
    await app.approve(approval, { as: 'U0ALICE' });
  }

  const [one = new Map(), other = new Map()] = telemetries.map((telemetry) => {
    const counts = new Map<string, number>();
    for (const span of telemetry.spans())
      counts.set(span.spanContext().traceId, 1 + (counts.get(span.spanContext().traceId) ?? 0));
    return counts;
  });
  expect(one.size).toBeGreaterThan(0);
  expect(one.size).toBeLessThan(20);
  expect(other).toEqual(one);
  expect(new Set(one.values())).toEqual(new Set([3]));
});
