import { describe, expect, test } from 'vitest';
import * as http from '../src/index.js';
import { ciToken, hookSecret } from './world.js';

const refuse = () => Promise.reject(new Error('not in this test'));
const approvals = { get: refuse, list: refuse, permalink: refuse, withdraw: refuse, reportProgress: refuse };
const deploy = { ask: refuse, find: refuse, withdraw: refuse, replaceContext: refuse };
const rights = { requester: 'ci', kinds: ['deploy'] };
const options: http.ReceiveAsksOptions = {
  kinds: { deploy },
  tokens: [{ token: ciToken, ...rights }],
};
// as: what a program without a compiler passes
const receiveAsks = (change: object) => () => http.receiveAsks(approvals, { ...options, ...change } as never);
const withToken = (change: object) => receiveAsks({ tokens: [{ token: ciToken, ...rights, ...change }] });

const invalid = (message: string) =>
  expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(message) });

test('no function of this package is left out', () => {
  expect(Object.keys(http)).toEqual(['receiveAsks']);
});

describe('receiveAsks refuses at start', () => {
  test.each<[name: string, call: () => unknown, message: string]>([
    ['an unknown option', receiveAsks({ kind: {} }), 'did you mean "kinds"'],
    ['an unknown member of a credential', withToken({ onBehalfof: 'never' }), 'did you mean "onBehalfOf"'],
    ['a kind in place of the approvals', () => http.receiveAsks({} as never, options), 'Approvals object'],
    ['no kinds', receiveAsks({ kinds: {} }), '`kinds`'],
    ['a kind that is null', receiveAsks({ kinds: { deploy: null } }), '`kinds`'],
    ['a prefix with a slash at its end', receiveAsks({ prefix: '/api/' }), '`prefix`'],
    ['a prefix without one in front', receiveAsks({ prefix: 'api' }), '`prefix`'],
    ['no credentials', receiveAsks({ tokens: [] }), 'at least one'],
    ['tokens that are no list', receiveAsks({ tokens: {} }), 'at least one'],
    ['a token that is null', receiveAsks({ tokens: [null] }), 'tokens[0]'],
    ['a secret that is null', receiveAsks({ secrets: [null] }), 'secrets[0]'],
    ['a kind that is not served', withToken({ kinds: ['order'] }), 'tokens[0].kinds'],
    ['a credential without kinds', withToken({ kinds: [] }), 'tokens[0].kinds'],
    ['a requester without a name', withToken({ requester: ' ' }), 'tokens[0].requester'],
    ['a requester that would pass for a person', withToken({ requester: 'U0ALICE' }), 'tokens[0].requester'],
    ['a right that is neither given nor not', withToken({ carriesOut: 'yes' }), 'tokens[0].carriesOut'],
    ['an unknown rule', withToken({ onBehalfOf: 'sometimes' }), 'tokens[0].onBehalfOf'],
    ['a token with a secret', withToken({ secret: hookSecret }), 'unknown option "secret"'],
    ['a secret with a token', receiveAsks({ secrets: [{ secret: hookSecret, token: ciToken, ...rights }] }), '"token"'],
    ['a token that is missing', withToken({ token: undefined }), 'at least 32'],
    ['a token of 31 characters', withToken({ token: 'x'.repeat(31) }), 'at least 32'],
    ['a token with a line break', withToken({ token: `${ciToken}\n` }), 'line break'],
    [
      'the same token twice',
      receiveAsks({ tokens: [...(options.tokens ?? []), ...(options.tokens ?? [])] }),
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
    expect(receiveAsks({ secrets: [{ secret, ...rights }] })).toThrowError(
      expect.objectContaining({ code: 'invalid_webhook_secret' }),
    );
  });

  test('nothing that is in order', () => {
    const tokens = [{ token: 'x'.repeat(32), ...rights }];
    const secrets = [{ secret: hookSecret, ...rights }];
    expect(receiveAsks({ tokens, secrets, prefix: '/api' })).not.toThrow();
    expect(receiveAsks({ tokens: undefined, secrets, prefix: '/api/v1' })).not.toThrow();
    expect(withToken({ requester: 'web01 / WORKER', onBehalfOf: 'allowed', carriesOut: true })).not.toThrow();
  });
});

test('a kind under another name than its own is a fault that the log tells', async () => {
  const { createWorld, question, request, answerOf } = await import('./world.js');
  const world = await createWorld();
  const told: unknown[] = [];
  const tell = (...parts: unknown[]) => void told.push(parts);
  const receive = http.receiveAsks(world.approvals, {
    kinds: { deployment: world.deploy },
    tokens: [{ token: ciToken, requester: 'ci', kinds: ['deployment'] }],
    logger: { debug: tell, info: tell, warn: tell, error: tell },
  });

  const answer = await receive(request({ body: { ...question, kind: 'deployment' } }));

  expect(answerOf(answer)).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(told)).toContain('under another name');
});
