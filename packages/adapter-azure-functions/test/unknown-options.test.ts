import * as azure from '@k8s-pizza/slack-approval-azure-functions';
import { expect, test } from 'vitest';

const app = { http: () => undefined, timer: () => undefined };
const approvals = {
  handleRaw: async () => ({ status: 200, headers: {}, body: '' }),
  processDue: async () => ({ claimedCount: 0 }),
};
const secrets = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

const doors: Readonly<Record<string, (extra: object) => unknown>> = {
  registerApprovals: (extra) => azure.registerApprovals(app, approvals, extra),
  decisionHandler: (extra) => azure.decisionHandler({ secrets, handler: async () => undefined, ...extra }),
};

/** It takes a function, and no options. */
const withoutOptions = ['rawHandler'];

test.each([
  ['registerApprovals', 'schedul', 'schedule'],
  ['decisionHandler', 'loger', 'logger'],
])('%s refuses %s for %s by name', (name, misspelt, meant) => {
  expect(() => doors[name]?.({ [misspelt]: undefined })).toThrowError(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining(`"${misspelt}": did you mean "${meant}"`),
    }),
  );
});

test('no function of this package is left out', () => {
  expect([...Object.keys(doors), ...withoutOptions].sort()).toEqual(Object.keys(azure).sort());
});
