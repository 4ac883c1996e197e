import { PassThrough } from 'node:stream';
import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { approvalsLogger } from '../../src/operations.js';

test('the log has the reason of a failure, without a stack', () => {
  const stream = new PassThrough();
  const cause = new SlackApprovalError('payload_too_large', 'The payload is too large.');

  approvalsLogger(pino(stream)).error('a notification could not be acted on', cause, { groupKey: 'g' });

  const { about } = JSON.parse(String(stream.read()));
  expect(about).toEqual([
    { name: 'SlackApprovalError', code: 'payload_too_large', message: 'The payload is too large.' },
    { groupKey: 'g' },
  ]);
});
