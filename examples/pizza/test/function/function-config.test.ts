import { describe, expect, test } from 'vitest';
import { readFunctionConfig } from '../../src/config.js';
import { aSecret, customer, functionConfigOf } from '../world/an-environment.js';

const cluster = { ...customer, KUBERNETES_API_URL: 'https://cluster.example.com/', KUBERNETES_TOKEN: 'token' };
const apart = {
  ...cluster,
  SLACK_APP_URL: 'https://slack.example.com/',
  REPORT_SECRET: aSecret(),
  DECISION_SECRET: aSecret(),
};
const here = {
  ...cluster,
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_CHANNEL: 'C0PIZZA',
  AzureWebJobsStorage:
    'DefaultEndpointsProtocol=https;AccountName=pizza;AccountKey=a2V5;EndpointSuffix=core.windows.net',
};

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const read = readFunctionConfig(environment);
  return 'problems' in read ? read.problems : [];
}
const namesIn = (problems: readonly string[]) => problems.map((line) => line.split(':')[0]);

test('a Slack app elsewhere needs its address and two secrets', () => {
  const config = functionConfigOf({
    ...apart,
    ALERT_NAMES: 'HighCPUUsage, DiskFull',
    ALERTS_TOKEN: 'a-token-of-alertmanager',
    KUBERNETES_CA_DATA: 'LS0tLS0=',
  });

  expect(config).toMatchObject({
    slackApp: {
      at: 'elsewhere',
      url: 'https://slack.example.com',
      reportSecret: apart.REPORT_SECRET,
      decisionSecret: apart.DECISION_SECRET,
    },
    cluster: { apiUrl: 'https://cluster.example.com', token: 'token', caData: 'LS0tLS0=' },
    namespace: 'default',
    order: { customer: { firstName: 'Grace' } },
    maxPrice: '30.00',
    alerts: { names: ['HighCPUUsage', 'DiskFull'], token: 'a-token-of-alertmanager', linkHosts: [] },
  });
});

describe('a Slack app in the same function app', () => {
  test('stores its approvals in the function app’s storage account', () => {
    expect(functionConfigOf(here).slackApp).toMatchObject({ at: 'here', database: { type: 'azure-tables' } });
  });

  test('or in the configured database', () => {
    const { slackApp } = functionConfigOf({ ...here, DATABASE_URL: 'postgres://db.example.com/approvals' });

    expect(slackApp).toMatchObject({ at: 'here', database: { type: 'postgres' } });
  });

  test.each([
    ['a file, which ends with the instance', { DATABASE_URL: 'file:approvals.db' }],
    ['nothing, since the storage account is known by an identity', { AzureWebJobsStorage: '' }],
  ])('not in %s', (_what, given) => {
    expect(namesIn(problemsOf({ ...here, ...given }))).toEqual(['DATABASE_URL']);
  });
});

describe('all problems are listed at once', () => {
  test('with no settings', () => {
    const needed = [
      'SLACK_APP_URL',
      'REPORT_SECRET',
      'DECISION_SECRET',
      'KUBERNETES_API_URL',
      ...Object.keys(customer),
    ];

    expect(namesIn(problemsOf({}))).toEqual(needed.sort());
  });

  test('with one Slack setting only', () => {
    const problems = problemsOf({ ...cluster, SLACK_CHANNEL: 'C0PIZZA' });

    expect(namesIn(problems)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  });

  test.each([
    ['SLACK_APP_URL', { SLACK_APP_URL: 'http://slack.example.com' }],
    ['REPORT_SECRET', { REPORT_SECRET: 'hush' }],
    ['REPORT_SECRET', { REPORT_SECRET: apart.DECISION_SECRET }],
    ['ALERTS_TOKEN', { ALERTS_TOKEN: 'short' }],
    ['ALERT_NAMES', { ALERT_NAMES: ', ,' }],
    ['KUBERNETES_CA_DATA', { KUBERNETES_CA_DATA: '-----BEGIN CERTIFICATE-----' }],
    ['CUSTOMER_PHONE', { CUSTOMER_PHONE: '1255550100' }],
  ])('%s, given as %j, without its value', (name, given) => {
    const problems = problemsOf({ ...apart, ...given });

    expect(namesIn(problems)).toEqual([name]);
    expect(problems.join()).not.toContain(Object.values(given).join());
  });

  test('two places for the Slack app', () => {
    expect(namesIn(problemsOf({ ...here, SLACK_APP_URL: apart.SLACK_APP_URL }))).toEqual(['SLACK_APP_URL']);
  });
});
