import { describe, expect, test } from 'vitest';
import { readConfig, readServiceConfig } from '../src/config.js';
import { aSecret, customer } from './world/an-environment.js';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', SLACK_CHANNEL: 'C0PIZZA' };
const decisionSecret = aSecret();

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig(environment);
  return 'problems' in read ? read.problems : [];
}

function configOf(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment);
  return 'config' in read ? read.config : read.problems;
}

test('an empty environment simulates everything', () => {
  expect(configOf({ PORT: '', SLACK_BOT_TOKEN: ' ' })).toMatchObject({
    slack: null,
    framework: 'bolt',
    cluster: null,
    orderFunction: null,
    database: null,
    port: 3000,
    namespace: 'default',
    notes: [],
  });
});

test.each([
  [{}, { traces: false, metrics: false }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, { traces: true, metrics: true }],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_METRICS_EXPORTER: 'none' },
    { traces: true, metrics: false },
  ],
])('%j sends %j', (environment, telemetry) => {
  expect(configOf(environment)).toMatchObject({ telemetry });
});

test('a whole environment is real from end to end', () => {
  const config = configOf({
    ...slack,
    ...customer,
    SLACK_APPROVERS: 'S0ONCALL, U0ALICE',
    SLACK_TROUBLE_CHANNEL: 'C0TROUBLE',
    SLACK_REMIND_EVERY: '5m',
    SLACK_SHIFT_LEAD: 'U0CAROL',
    SLACK_BUDGET_HOLDERS: 'U0CAROL, S0FINANCE',
    SLACK_BUDGET_ABOVE: '10',
    AZURE_FUNCTION_URL: 'https://pizza.example.com/api/HttpPizzaOrderConfirmationHandler',
    DECISION_SECRET: decisionSecret,
    DATABASE_URL: 'file:data/approvals.db',
    KUBERNETES_API_URL: 'https://cluster.example.com/',
    KUBERNETES_TOKEN: 'token',
    K8S_NAMESPACE: 'k8s-pizza',
    PIZZA_SIZE: 'x-large',
    PIZZA_TYPE: 'pepperoni, olives',
    PORT: '8080',
  });

  expect(config).toMatchObject({
    slack: {
      token: 'xoxb-1',
      channel: 'C0PIZZA',
      troubleChannel: 'C0TROUBLE',
      approvers: ['S0ONCALL', 'U0ALICE'],
      remindEvery: '5m',
      shiftLead: 'U0CAROL',
      budgetHolders: ['U0CAROL', 'S0FINANCE'],
      budgetAbove: 10,
    },
    cluster: { apiUrl: 'https://cluster.example.com', token: 'token' },
    orderFunction: { secret: decisionSecret },
    database: { type: 'sqlite', file: 'data/approvals.db' },
    namespace: 'k8s-pizza',
    port: 8080,
    order: { customer: { firstName: 'Grace' }, size: 'large', toppings: ['pepperoni', 'olives'] },
  });
});

test('without holders of the budget, the approvers decide about every party', () => {
  const config = configOf(slack);

  expect(config).toMatchObject({ slack: { budgetHolders: [], budgetAbove: 5 } });
});

describe('when no one answers', () => {
  test('people are reminded every ten minutes, and no one else is asked', () => {
    expect(configOf(slack)).toMatchObject({ slack: { remindEvery: '10m', shiftLead: undefined } });
  });

  test('no one is reminded with SLACK_REMIND_EVERY=never', () => {
    expect(configOf({ ...slack, SLACK_REMIND_EVERY: 'never' })).toMatchObject({ slack: { remindEvery: undefined } });
  });
});

describe('Socket Mode', () => {
  test('is what an app-level token is for', () => {
    expect(configOf({ ...slack, SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({
      slack: { appToken: 'xapp-1' },
      framework: 'bolt',
    });
    expect(configOf(slack)).toMatchObject({ slack: { appToken: null } });
  });

  test('is Bolt’s alone', () => {
    expect(configOf({ ...slack, SLACK_FRAMEWORK: 'express' })).toMatchObject({ framework: 'express' });
    expect(problemsOf({ ...slack, SLACK_FRAMEWORK: 'express', SLACK_APP_TOKEN: 'xapp-1' })).toEqual([
      'SLACK_FRAMEWORK: must be bolt with SLACK_APP_TOKEN: Express has no Socket Mode',
    ]);
  });

  test('needs the rest of the Slack app too', () => {
    const names = problemsOf({ SLACK_APP_TOKEN: 'xapp-1' }).map((line) => line.split(':')[0]);

    expect(names).toEqual(Object.keys(slack).sort());
  });
});

describe('a kubeconfig', () => {
  test('names the cluster of a real Slack', () => {
    expect(configOf({ ...slack, ...customer, KUBECONFIG: 'config' })).toMatchObject({
      cluster: 'kubeconfig',
      notes: [],
    });
  });

  test('is ignored with a simulated Slack, with a note', () => {
    const config = configOf({ KUBECONFIG: 'config' });

    expect(config).toMatchObject({ cluster: null, notes: [expect.stringContaining('KUBECONFIG')] });
  });
});

describe('what is wrong', () => {
  test('is each variable that the others require', () => {
    const lines = problemsOf({
      SLACK_CHANNEL: 'C0PIZZA',
      AZURE_FUNCTION_URL: 'https://pizza.example.com',
      KUBERNETES_TOKEN: 'token',
      KUBECONFIG: 'config',
    });

    expect(lines.map((line) => line.split(':')[0])).toEqual(
      [
        'DECISION_SECRET',
        'KUBERNETES_API_URL',
        'SLACK_BOT_TOKEN',
        'SLACK_SIGNING_SECRET',
        ...Object.keys(customer),
      ].sort(),
    );
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1'],
    ['SLACK_APP_TOKEN', 'xoxb-2'],
    ['SLACK_FRAMEWORK', 'koa'],
    ['SLACK_CHANNEL', '#pizza'],
    ['SLACK_TROUBLE_CHANNEL', 'trouble'],
    ['SLACK_APPROVERS', 'alice'],
    ['SLACK_REMIND_EVERY', '15'],
    ['SLACK_REMIND_EVERY', '30s'],
    ['SLACK_SHIFT_LEAD', '@carol'],
    ['SLACK_SHIFT_LEAD', 'S0ONCALL'],
    ['SLACK_BUDGET_HOLDERS', '@carol'],
    ['SLACK_BUDGET_ABOVE', 'five'],
    ['SLACK_BUDGET_ABOVE', '-1'],
    ['SLACK_BUDGET_ABOVE', '1.5'],
    ['PORT', '99999'],
    ['AZURE_FUNCTION_URL', 'http://pizza.example.com'],
    ['DECISION_SECRET', 'secret'],
    ['DATABASE_URL', 'mysql://localhost/approvals'],
    ['KUBERNETES_API_URL', 'http://cluster.example.com'],
    ['K8S_NAMESPACE', 'Not A Name'],
    ['CUSTOMER_PHONE', '1255550100'],
    ['CUSTOMER_EMAIL', 'ada'],
    ['DELIVERY_STATE', 'Washington'],
    ['PIZZA_SIZE', 'huge'],
    ['MAX_PRICE', '30 dollars'],
    ['ALERTS_TOKEN', 'short'],
    ['ALERT_LINK_HOSTS', 'https://prometheus.example.com'],
    // each of these was taken, and threw once everything was put together
    ['ALERT_LINK_HOSTS', 'my_host'],
    ['ALERT_LINK_HOSTS', 'prometheus.example.com:99999'],
    ['DECISION_SECRET', `whsec_${'A'.repeat(33)}`],
    ['REPORT_SECRET', `whsec_${Buffer.alloc(65, 1).toString('base64')}`],
    ['REPORT_SECRET', `whsec_${Buffer.alloc(31, 1).toString('base64')}`],
    ['AZURE_FUNCTION_URL', 'https://user:hush@pizza.example.com/'],
    // and each of these was taken, and never worked
    ['SLACK_BOT_TOKEN', 'xoxb-…'],
    ['KUBERNETES_API_URL', 'https://cluster.example.com/?a=b'],
    ['AZURE_FUNCTION_URL', 'https://YOUR_AZURE_FUNCTION_APP_NAME.azurewebsites.net/api/x'],
    ['KUBERNETES_CA_FILE', '/nowhere/ca.pem'],
    ['PAYMENT_SECRET_NAME', 'My Secret'],
    ['PIZZA_TYPE', ', ,'],
  ])('%s is malformed as %s', (name, value) => {
    const lines = problemsOf({ ...slack, ...customer, DECISION_SECRET: decisionSecret, [name]: value });

    expect(lines).toEqual([expect.stringMatching(`^${name}: must`)]);
    expect(lines.join()).not.toContain(value);
  });
});

describe('alerts', () => {
  test('need a token if other machines reach a real Slack app', () => {
    const open = { ...slack, HOST: '0.0.0.0' };

    expect(problemsOf(open)).toEqual([expect.stringMatching(/^ALERTS_TOKEN: is missing/)]);
    expect(configOf({ ...open, ALERTS_TOKEN: 'a-token-of-alertmanager' })).toMatchObject({
      alerts: { token: 'a-token-of-alertmanager' },
    });
    expect(configOf({ ...slack, HOST: '::1' })).toMatchObject({ alerts: { token: null, linkHosts: [] } });
  });
});

describe('a value', () => {
  test('that is the placeholder of .env.example is not a token', () => {
    expect(problemsOf({ ...slack, SLACK_BOT_TOKEN: 'xoxb-' })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN: must/),
    ]);
  });

  test('is trimmed, such as the line end of a file', () => {
    expect(configOf({ ...slack, SLACK_BOT_TOKEN: ' xoxb-1\n', SLACK_SIGNING_SECRET: 'secret\r\n' })).toMatchObject({
      slack: { token: 'xoxb-1', signingSecret: 'secret' },
    });
  });

  test('in quotation marks is refused', () => {
    const lines = problemsOf({ ...slack, SLACK_SIGNING_SECRET: '"hush"' });

    expect(lines).toEqual(['SLACK_SIGNING_SECRET: must not have quotation marks around it']);
  });
});

test('a real order function needs a real customer, in the demo and in the service', () => {
  const environment = {
    ...slack,
    AZURE_FUNCTION_URL: 'https://pizza.example.com/api/HttpPizzaOrderConfirmationHandler',
    DECISION_SECRET: decisionSecret,
    DATABASE_URL: 'postgres://database/approvals',
  };
  const missing = Object.keys(customer)
    .map((name) => `${name}: is missing: AZURE_FUNCTION_URL orders real pizza`)
    .sort();

  expect(problemsOf(environment)).toEqual(missing);
  expect(readServiceConfig(environment)).toEqual({ problems: missing });
  expect(readServiceConfig({ ...environment, ...customer })).toHaveProperty('config');
});

test('a service in a pod with REPORT_SECRET needs the order function', () => {
  const read = readServiceConfig({
    ...slack,
    DATABASE_URL: 'postgres://database/approvals',
    KUBERNETES_SERVICE_HOST: '10.0.0.1',
    REPORT_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
  });

  expect(read).toEqual({ problems: [expect.stringMatching(/^AZURE_FUNCTION_URL: is missing/)] });
});
