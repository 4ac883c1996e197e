import { describe, expect, test } from 'vitest';
import * as http from '../src/index.js';
import { ciToken, hookSecret } from './world.js';

const refuse = () => Promise.reject(new Error('not in this test'));
const approvals = { get: refuse, withdraw: refuse, reportProgress: refuse };
const rights = { requester: 'ci', kinds: ['deploy'] };
const options: http.ReceiveAsksOptions = {
  kinds: { deploy: { ask: refuse } },
  credentials: [{ token: ciToken, ...rights }],
};
// as: what a program without a compiler passes
const receiveAsks = (change: object) => () => http.receiveAsks(approvals, { ...options, ...change } as never);
const withCredential = (change: object) => receiveAsks({ credentials: [{ token: ciToken, ...rights, ...change }] });

const invalid = (message: string) =>
  expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(message) });

test('no function of this package is left out', () => {
  expect(Object.keys(http)).toEqual(['receiveAsks']);
});

describe('receiveAsks refuses at start', () => {
  test.each<[name: string, call: () => unknown, message: string]>([
    ['an unknown option', receiveAsks({ kind: {} }), 'did you mean "kinds"'],
    ['an unknown member of a credential', withCredential({ onBehalfof: 'never' }), 'did you mean "onBehalfOf"'],
    ['a kind in place of the approvals', () => http.receiveAsks({} as never, options), 'Approvals object'],
    ['no kinds', receiveAsks({ kinds: {} }), '`kinds`'],
    ['a kind that is null', receiveAsks({ kinds: { deploy: null } }), '`kinds`'],
    ['a prefix with a slash at its end', receiveAsks({ prefix: '/api/' }), '`prefix`'],
    ['a prefix without one in front', receiveAsks({ prefix: 'api' }), '`prefix`'],
    ['no credentials', receiveAsks({ credentials: [] }), 'at least one'],
    ['a credential that is null', receiveAsks({ credentials: [null] }), 'credentials[0]'],
    ['a kind that is not served', withCredential({ kinds: ['order'] }), 'credentials[0].kinds'],
    ['a credential without kinds', withCredential({ kinds: [] }), 'credentials[0].kinds'],
    ['a requester without a name', withCredential({ requester: ' ' }), 'credentials[0].requester'],
    ['a requester that would pass for a person', withCredential({ requester: 'U0ALICE' }), 'credentials[0].requester'],
    ['an unknown rule', withCredential({ onBehalfOf: 'sometimes' }), 'credentials[0].onBehalfOf'],
    ['a token and a secret', withCredential({ secret: hookSecret }), 'not both'],
    ['a token that is missing', withCredential({ token: undefined }), 'at least 32'],
    ['a token of 31 characters', withCredential({ token: 'x'.repeat(31) }), 'at least 32'],
    ['a token with a line break', withCredential({ token: `${ciToken}\n` }), 'line break'],
    [
      'the same token twice',
      receiveAsks({ credentials: [...options.credentials, ...options.credentials] }),
      'the same',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrowError(invalid(message));
    expect(call).not.toThrowError(new RegExp(ciToken));
  });

  test.each([
    ['that is missing', undefined],
    ['that is no base64', 'a secret of at least 32 characters!'],
    ['of 24 bytes', `whsec_${Buffer.alloc(24, 7).toString('base64')}`],
  ])('a secret %s', (_, secret) => {
    expect(receiveAsks({ credentials: [{ secret, ...rights }] })).toThrowError(
      expect.objectContaining({ code: 'invalid_webhook_secret' }),
    );
  });

  test('nothing that is in order', () => {
    const credentials = [
      { secret: hookSecret, ...rights },
      { token: 'x'.repeat(32), ...rights },
    ];
    expect(receiveAsks({ credentials, prefix: '/api/v1' })).not.toThrow();
    expect(withCredential({ requester: 'web01 / WORKER', onBehalfOf: 'allowed' })).not.toThrow();
  });
});

test('a kind under another name than its own is a fault that the log tells', async () => {
  const { createWorld, question, request, answerOf } = await import('./world.js');
  const world = await createWorld();
  const told: unknown[] = [];
  const tell = (...parts: unknown[]) => void told.push(parts);
  const receive = http.receiveAsks(world.approvals, {
    kinds: { deployment: world.deploy },
    credentials: [{ token: ciToken, requester: 'ci', kinds: ['deployment'] }],
    logger: { debug: tell, info: tell, warn: tell, error: tell },
  });

  const answer = await receive(request({ body: { ...question, kind: 'deployment' } }));

  expect(answerOf(answer)).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(told)).toContain('under another name');
});
