import * as alertmanager from '@k8s-pizza/slack-approval-alertmanager';
import { describe, expect, test } from 'vitest';

const token = 'a-token-of-alertmanager';
const refuse = async () => ({ ok: false, code: 'not_found', explanation: '' }) as const;
const options: alertmanager.ReceiveAlertsOptions<object> = {
  authentication: { bearer: token },
  asks: {
    ask: async () => ({ approval: { id: 'a', status: 'pending' }, created: true }),
    withdraw: refuse,
    replaceContext: refuse,
  },
  alerts: [{ alertname: 'HighCPUUsage' }],
  payload: () => ({}),
};
const receiveAlerts = (change: object) => () => alertmanager.receiveAlerts({ ...options, ...change });

test.each([
  ['linkhosts', 'linkHosts', (extra: object) => extra],
  ['bearar', 'bearer', (extra: object) => ({ authentication: { bearer: token, ...extra } })],
  ['secret', 'secrets', (extra: object) => ({ authentication: { secrets: undefined, ...extra } })],
])('receiveAlerts refuses %s for %s by name', (misspelt, meant, changeOf) => {
  expect(receiveAlerts(changeOf({ [misspelt]: undefined }))).toThrowError(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining(`"${misspelt}": did you mean "${meant}"`),
    }),
  );
});

test('labels have any name', () => {
  expect(receiveAlerts({ alerts: [{ altername: 'a' }] })).not.toThrow();
});

/** They take a group of alerts, as Alertmanager sends it. */
const aboutGroups = ['alertName', 'explainGroup', 'firingSince', 'highestSeverity', 'instancesOf', 'summaryOf'];

test('no function of this package is left out', () => {
  expect(['receiveAlerts', ...aboutGroups].sort()).toEqual(Object.keys(alertmanager).sort());
});

describe('a bearer token is refused with the reason, and is not repeated', () => {
  test.each([
    [`${token}\n`, 'ends with a line break'],
    [`"${token}"`, 'contains a quotation mark'],
    [[token, `${token} ${token}`], 'contains white space'],
  ])('%j', (bearer, reason) => {
    const refusing = expect(receiveAlerts({ authentication: { bearer } }));

    refusing.toThrowError(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(reason) }),
    );
    refusing.not.toThrowError(new RegExp(token));
  });
});
