import { describe, expect, test } from 'vitest';
import { renderBody } from '../../src/delivery/render-body.js';
import { webhook } from '../../src/delivery/webhook.js';
import { aDecision } from './a-decision.js';
import { publishedSecret as secret } from './secrets.js';

const url = 'https://receiver.example/decisions';
const decision = aDecision({ outcome: 'rejected', choice: 'not-today' });

test('a body is the event: what happened, when it was decided, and the whole decision', () => {
  expect(JSON.parse(renderBody(webhook(url, { secret }), decision))).toEqual({
    type: 'approval.rejected',
    timestamp: '2026-01-01T10:05:00.000Z',
    data: decision,
  });
});

test('a choice that there is not takes no room: verifying the body gives null for it', () => {
  const { choice: _, ...others } = decision;
  const body = renderBody(webhook(url, { secret }), { ...decision, choice: null });

  expect(JSON.parse(body).data).toEqual(others);
});

test('a sink of the caller’s own making gets the event too', () => {
  const sink = { deliver: () => Promise.resolve({ type: 'delivered' } as const) };

  expect(renderBody(sink, decision)).toBe(renderBody(webhook(url, { secret }), decision));
});

describe('a body of the caller’s own', () => {
  test('replaces the event', () => {
    const sink = webhook(url, { secret, body: ({ approvalId, outcome }) => ({ approvalId, outcome }) });

    expect(renderBody(sink, decision)).toBe(`{"approvalId":"${decision.approvalId}","outcome":"rejected"}`);
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  test.each([
    ['nothing', () => undefined],
    ['a function', () => () => 1],
    ['a big integer', () => 1n],
    ['a circle', () => cyclic],
  ])('that is %s is refused before anything is stored', (_name, body) => {
    expect(() => renderBody(webhook(url, { secret, body }), decision)).toThrow(
      expect.objectContaining({ code: 'payload_not_json' }),
    );
  });

  test('that throws keeps its error as the cause', () => {
    const cause = new Error('no such field');
    const body = () => {
      throw cause;
    };

    expect(() => renderBody(webhook(url, { secret, body }), decision)).toThrow(
      expect.objectContaining({ code: 'payload_not_json', cause }),
    );
  });
});
