import type { IncomingHttpHeaders } from 'node:http';
import { user, webhook } from '@k8s-pizza/slack-approval';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { context, propagation, trace } from '@opentelemetry/api';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { anApp } from './an-app.js';
import { aTelemetry, registerContext, type Telemetry } from './telemetry.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** A service that takes decisions, and the headers that reached it. */
async function aReceiver() {
  const received: IncomingHttpHeaders[] = [];
  const { url, close } = await listenOnLoopback((request, response) => {
    received.push(request.headers);
    request.resume().on('end', () => response.end());
  });
  onTestFinished(close);
  return { url, received };
}

/** The context that a receiver reads from its headers. */
const readContext = (headers: IncomingHttpHeaders | undefined) =>
  trace.getSpanContext(propagation.extract(context.active(), headers ?? {}));

const spanOf = (telemetry: Telemetry, name: string) => telemetry.spans().find((span) => span.name === name);

describe('a webhook', () => {
  async function deliverOne(instrumented: (telemetry: Telemetry) => void = () => undefined) {
    registerContext();
    const { url, received } = await aReceiver();
    const app = await anApp(webhook(url, { secret }));
    const telemetry = aTelemetry();
    app.instrument(telemetry);
    instrumented(telemetry);
    await app.approve(await app.ask(), { as: 'U0ALICE' });
    return { received, telemetry };
  }

  test('carries the trace context of its attempt', async () => {
    const { received, telemetry } = await deliverOne();

    expect(received).toHaveLength(1);
    const { traceId, spanId } = spanOf(telemetry, 'deliver deploy')?.spanContext() ?? {};
    expect(readContext(received[0])).toMatchObject({ traceId, spanId, isRemote: true });
  });

  test('carries one context where fetch is instrumented: that of the request beneath the attempt', async () => {
    const { received, telemetry } = await deliverOne(({ tracerProvider }) => {
      const fetches = new UndiciInstrumentation();
      fetches.setTracerProvider(tracerProvider);
      onTestFinished(() => fetches.disable());
    });

    const request = telemetry.spans().find(({ name, parentSpanContext }) => {
      return name === 'POST' && parentSpanContext?.spanId === spanOf(telemetry, 'deliver deploy')?.spanContext().spanId;
    });
    expect(request).toBeDefined();
    expect(readContext(received[0])).toMatchObject({
      traceId: spanOf(telemetry, 'deliver deploy')?.spanContext().traceId,
      spanId: request?.spanContext().spanId,
    });
  });
});

describe('a function that takes decisions', () => {
  test('runs within the span of its attempt, without the baggage of the request that decided', async () => {
    registerContext();
    const telemetry = aTelemetry();
    const seen: unknown[] = [];
    const app = await anApp(async () => {
      await new Promise(setImmediate);
      seen.push(trace.getActiveSpan()?.spanContext().spanId, propagation.getActiveBaggage());
    });
    app.instrument(telemetry);
    const approval = await app.ask();
    await app.settle();
    const baggage = propagation.createBaggage({ customer: { value: 'planted' } });
    await context.with(propagation.setBaggage(context.active(), baggage), async () => {
      await app.approvals.vote(approval.id, {
        by: user('U0ALICE'),
        answer: 'approve',
        digest: approval.digest,
        via: 'test',
      });
      await app.settle();
    });

    expect(seen).toEqual([spanOf(telemetry, 'deliver deploy')?.spanContext().spanId, undefined]);
  });

  test('so does the function of a guard', async () => {
    registerContext();
    const telemetry = aTelemetry();
    const app = await anApp();
    app.instrument(telemetry);
    const approvers = [user('U0ALICE')];
    const pay = app.approvals.guard<{ amount: number }, unknown>(
      'refund',
      { channel: 'C0PIZZA', approvers, title: ({ amount }) => `Refund ${amount}?` },
      async () => trace.getActiveSpan()?.spanContext().spanId,
    );
    const paying = pay({ amount: 5 }, { key: 'refund-1', requester: 'ci' });
    await app.approve(await app.expectCard({ text: 'Refund 5?' }), { as: 'U0ALICE' });

    await expect(paying).resolves.toBe(spanOf(telemetry, 'deliver refund')?.spanContext().spanId);
  });
});
