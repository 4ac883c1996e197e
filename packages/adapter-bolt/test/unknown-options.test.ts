import * as bolt from '@k8s-pizza/slack-approval-bolt';
import { expect, test } from 'vitest';

const listen = () => undefined;
const app = { action: listen, view: listen, command: listen, event: listen };
const approvals = { handleVerified: async () => ({ status: 200, headers: {}, body: '' }) };

const doors: Readonly<Record<string, (extra: object) => unknown>> = {
  registerApprovals: (extra) => bolt.registerApprovals(app, approvals, extra),
};

test.each([
  ['registerApprovals', 'comand', 'command'],
  ['registerApprovals', 'waituntil', 'waitUntil'],
])('%s refuses %s for %s by name', (name, misspelt, meant) => {
  expect(() => doors[name]?.({ [misspelt]: undefined })).toThrowError(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining(`"${misspelt}": did you mean "${meant}"`),
    }),
  );
});

test('no function of this package is left out', () => {
  expect(Object.keys(doors)).toEqual(Object.keys(bolt));
});
