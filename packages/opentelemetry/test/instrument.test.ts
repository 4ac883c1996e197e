import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { type Meter, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { instrumentApprovals } from '../src/index.js';
import { anApp } from './an-app.js';
import { aTelemetry, namesOf, registerContext, valuesOf } from './telemetry.js';

async function approveOne(app: Awaited<ReturnType<typeof anApp>>) {
  const { id } = await app.ask();
  await app.approve({ id } as never, { as: 'U0ALICE' });
  await app.settle();
  return await app.approvals.get(id);
}

const whole = ['ask deploy', 'approval deploy', 'deliver deploy'];

test('the global providers are used unless others are given', async () => {
  const telemetry = aTelemetry();
  trace.setGlobalTracerProvider(telemetry.tracerProvider);
  metrics.setGlobalMeterProvider(telemetry.meterProvider);
  onTestFinished(() => {
    trace.disable();
    metrics.disable();
  });
  const app = await anApp();
  instrumentApprovals(app.approvals, { ids: telemetry.ids, clock: app.clock });
  await approveOne(app);

  expect(namesOf(telemetry.spans())).toEqual(whole);
  expect(await valuesOf(telemetry, 'approval.decided')).toEqual(['kind=deploy outcome=approved: 1']);
});

test('where no provider is registered, everything works and nothing is sent', async () => {
  registerContext();
  const app = await anApp();
  const undo = instrumentApprovals(app.approvals);

  expect(await approveOne(app)).toMatchObject({ delivery: { state: 'delivered' } });
  undo();
});

test('two instruments each get everything', async () => {
  const [one, other] = [aTelemetry(), aTelemetry()];
  const app = await anApp();
  app.instrument(one);
  app.instrument(other);
  await approveOne(app);

  for (const telemetry of [one, other]) {
    expect(namesOf(telemetry.spans())).toEqual(whole);
    expect(await valuesOf(telemetry, 'approval.decided')).toEqual(['kind=deploy outcome=approved: 1']);
  }
});

test('what it returns undoes it: no span, no number and no reading of the store any more', async () => {
  const telemetry = aTelemetry();
  const app = await anApp();
  const undo = app.instrument(telemetry);
  await approveOne(app);
  undo();
  await approveOne(app);
  await app.ask();

  expect(namesOf(telemetry.spans())).toEqual(whole);
  expect(await valuesOf(telemetry, 'approval.asked')).toEqual(['kind=deploy: 1']);
  expect(await valuesOf(telemetry, 'approval.waiting')).toEqual([]);
});

test('an option that it does not know is refused by name', async () => {
  const app = await anApp();
  const options = { meterprovider: metrics } as object;

  expect(() => instrumentApprovals(app.approvals, options)).toThrowError(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('meterProvider') }),
  );
  expect(SlackApprovalError).toBeDefined();
});

describe('an SDK that throws', () => {
  const broken = () => {
    throw new Error('broken');
  };
  const tracerProvider: TracerProvider = { getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) };
  const instruments: Partial<Meter> = {
    createHistogram: () => ({ record: broken }),
    createCounter: () => ({ add: broken }),
  };

  test.each([
    [
      'in its tracer',
      (app: Awaited<ReturnType<typeof anApp>>) => app.instrument({ ...aTelemetry(), tracerProvider } as never),
    ],
    [
      'in its meter',
      (app: Awaited<ReturnType<typeof anApp>>) => {
        const telemetry = aTelemetry();
        const meter = Object.assign(Object.create(telemetry.meterProvider.getMeter('x')), instruments);
        const meterProvider: MeterProvider = { getMeter: () => meter };
        app.instrument({ ...telemetry, meterProvider } as never);
      },
    ],
  ])('%s breaks no approval', async (_, instrument) => {
    let deliveries = 0;
    const app = await anApp(() => {
      deliveries += 1;
    });
    instrument(app);

    expect(await approveOne(app)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    expect(deliveries).toBe(1);
  });
});
