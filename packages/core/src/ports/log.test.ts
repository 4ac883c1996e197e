import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { ConsoleLogger } from '@slack/logger';
import { pino } from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SlackApprovalError } from '../errors.js';
import { createLog, describeError } from './log.js';
import type { Logger } from './logger.js';

afterEach(() => vi.restoreAllMocks());

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
const failed = new SlackApprovalError('store_failed', 'The store could not be written.', { cause: refused });

/** Every line that a logger gets, one method for all levels. */
function recording(more: object = {}): { readonly logger: Logger; readonly lines: unknown[][] } {
  const lines: unknown[][] = [];
  const keep = (...parts: unknown[]) => void lines.push(parts);
  return { logger: { debug: keep, info: keep, warn: keep, error: keep, ...more }, lines };
}

const fields = {
  code: 'work_failed',
  approvalId: 'a1',
  error: 'The store could not be written.',
  errorCode: 'store_failed',
  cause: 'connect ECONNREFUSED 10.0.0.7:5432',
  causeCode: 'ECONNREFUSED',
};

describe('a line has its code, its fields, and what the error and its cause say', () => {
  test('as text and object', () => {
    const { logger, lines } = recording();

    createLog(logger).error('work_failed', 'work failed', { approvalId: 'a1', error: failed });

    expect(lines).toEqual([['slack-approval: work failed', fields]]);
  });

  test('in the JSON of pino, which drops an object that comes after the text', () => {
    const printed: string[] = [];
    const stream = new Writable({
      write(chunk, _, done) {
        printed.push(String(chunk));
        done();
      },
    });

    createLog(pino(stream)).error('work_failed', 'work failed', { approvalId: 'a1', error: failed });

    expect(printed.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 50, msg: 'slack-approval: work failed', ...fields }),
    ]);
  });

  test('on the console', () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();

    createLog(console).error('work_failed', 'work failed', { error: failed });

    expect(inspect(printed.mock.calls)).toMatch(/store_failed[\s\S]*ECONNREFUSED/);
  });

  test('on the logger of @slack/logger', () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();

    createLog(new ConsoleLogger()).error('work_failed', 'work failed', { error: failed });

    expect(inspect(printed.mock.calls)).toMatch(/work failed[\s\S]*store_failed[\s\S]*ECONNREFUSED/);
  });
});

test('a logger that throws loses no line and stops nothing', () => {
  const printed = vi.spyOn(console, 'warn').mockReturnValue();
  const { logger } = recording({
    warn() {
      throw new Error('the disk is full');
    },
  });

  createLog(logger).warn('reply_failed', 'a reply failed', { reason: 'timeout' });

  expect(printed.mock.calls).toEqual([
    [
      'slack-approval: a reply failed',
      { code: 'reply_failed', reason: 'timeout' },
      { loggerFailed: 'the disk is full' },
    ],
  ]);
});

describe('describeError', () => {
  test.each<[name: string, thrown: unknown, described: object]>([
    ['a text', 'xoxb-secret', { error: 'string was thrown instead of an Error' }],
    ['undefined', undefined, { error: 'undefined was thrown instead of an Error' }],
    ['null', null, { error: 'null was thrown instead of an Error' }],
    ['an error without message', new TypeError(), { error: 'TypeError', errorCode: 'TypeError' }],
    ['a number as code', Object.assign(new Error('no'), { code: 404 }), { error: 'no', errorCode: '404' }],
    [
      'a cause that is no error',
      new Error('no', { cause: 'xoxb-secret' }),
      { cause: 'string was thrown instead of an Error' },
    ],
    [
      'what an AggregateError collects',
      new AggregateError([refused, new Error('other')], ''),
      { error: 'AggregateError', cause: refused.message, causeCode: 'ECONNREFUSED' },
    ],
    [
      'causes of causes',
      new Error('a', { cause: new Error('b', { cause: refused }) }),
      { error: 'a', cause: `b, caused by: ${refused.message}`, causeCode: 'ECONNREFUSED' },
    ],
  ])('%s', (_, thrown, described) => {
    expect(describeError(thrown)).toMatchObject(described);
  });

  test('has the stack of an error that is not ours', () => {
    expect(describeError(refused).stack).toContain('log.test.ts');
    expect(describeError(failed)).not.toHaveProperty('stack');
  });

  test('has nothing of an error but its texts and codes', () => {
    const leaky = Object.assign(new Error('no'), { config: { headers: { authorization: 'Bearer xoxb-secret' } } });

    expect(inspect(describeError(leaky))).not.toContain('xoxb-secret');
  });

  test('is bounded, and ends where causes go in a circle', () => {
    const circle = new Error('x'.repeat(5_000));
    circle.cause = circle;

    expect(JSON.stringify(describeError(circle)).length).toBeLessThan(20_000);
  });
});
