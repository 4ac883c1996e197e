import { expect, test } from 'vitest';
import type { ApprovalEvent } from '../domain/model/events.js';
import { consoleLogger, createLog } from '../ports/log.js';
import type { ApprovalRecord } from '../record/record.js';
import { createLateEmitter } from '../runtime/late-emitter.js';
import { loadEmitter } from '../runtime/load-emitter.js';
import { tellListeners } from './tell-listeners.js';

// as: what is passed on is not read
const record = {} as ApprovalRecord;
const escalated: ApprovalEvent = { type: 'escalated', at: 0, level: 1, channels: [] };
const setAside: ApprovalEvent = { type: 'set_aside', at: 0 };

function processThatLoads() {
  const loads: (readonly ApprovalEvent[])[] = [];
  const app = {
    log: createLog(consoleLogger),
    messages: {},
    emitter: createLateEmitter({ load: loadEmitter, onFailure: () => undefined, track: () => undefined }),
    announcer: async () => (_: unknown, __: unknown, events: readonly ApprovalEvent[]) => void loads.push(events),
  };
  return { app, loads };
}

test('events are announced once someone listens', async () => {
  const { app, loads } = processThatLoads();
  app.emitter.listen('on', 'asked', () => undefined);

  await tellListeners(app, record, [escalated]);

  expect(loads).toEqual([[escalated]]);
});

test('without a listener, the code that announces is not loaded', async () => {
  const { app, loads } = processThatLoads();

  await tellListeners(app, record, [escalated]);

  expect(loads).toEqual([]);
});

test('what needs attention is announced, as it is logged there', async () => {
  const { app, loads } = processThatLoads();

  await tellListeners(app, record, [escalated, setAside]);

  expect(loads).toEqual([[escalated, setAside]]);
});

test('without an event, it is not loaded either', async () => {
  const { app, loads } = processThatLoads();
  app.emitter.listen('on', 'asked', () => undefined);

  await tellListeners(app, record, []);

  expect(loads).toEqual([]);
});
