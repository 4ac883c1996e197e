import { describe, expect, test, vi } from 'vitest';
import { lazyTelemetry, type Telemetry } from '../../src/telemetry.js';

/** Telemetry that notes what it is given. */
function aTelemetry() {
  const noted: string[] = [];
  const telemetry: Telemetry = {
    instrument: () => noted.push('instrument'),
    tracer: { span: (approvalId, { name }) => noted.push(`${name} of ${approvalId}`) },
  };
  return { telemetry, noted };
}

const span = { name: 'order', startAt: 1, endAt: 2 };

describe('telemetry that is loaded late', () => {
  test('is loaded once, when it is first used, and loses no span', async () => {
    const { telemetry, noted } = aTelemetry();
    const load = vi.fn(async () => telemetry);
    const lazy = lazyTelemetry(load, () => undefined);
    expect(load).not.toHaveBeenCalled();

    lazy.tracer.span('one', span);
    lazy.tracer.span('two', span);
    lazy.instrument({} as never);

    await vi.waitFor(() => expect(noted).toEqual(['order of one', 'order of two', 'instrument']));
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('that cannot be loaded says so once', async () => {
    const lines: string[] = [];
    const lazy = lazyTelemetry(
      () => Promise.reject(new Error('no such module')),
      (line) => lines.push(line),
    );
    lazy.tracer.span('one', span);
    lazy.tracer.span('two', span);

    await vi.waitFor(() => expect(lines).toEqual(['traces: nothing is traced: no such module']));
  });
});
