import * as socketMode from '@k8s-pizza/slack-approval-socket-mode';
import { expect, test } from 'vitest';

const approvals = { handleVerified: async () => ({ status: 200, headers: {}, body: '' }) };

const doors: Readonly<Record<string, (extra: object) => Promise<unknown>>> = {
  connectSocketMode: (extra) => socketMode.connectSocketMode(approvals, { appToken: 'xapp-1', ...extra }),
};

test.each([
  ['connectSocketMode', 'apptoken', 'appToken'],
  ['connectSocketMode', 'apiURL', 'apiUrl'],
])('%s refuses %s for %s by name', async (name, misspelt, meant) => {
  await expect(doors[name]?.({ [misspelt]: undefined })).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.stringContaining(`"${misspelt}": did you mean "${meant}"`),
  });
});

test('no function of this package is left out', () => {
  expect(Object.keys(doors)).toEqual(Object.keys(socketMode));
});
