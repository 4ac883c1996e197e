type Given = Readonly<Record<string, string | undefined>>;

/** What a real Slack needs, and where it is found. */
export const slackNeeds: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'see "OAuth & Permissions" of your Slack app',
  SLACK_SIGNING_SECRET: 'see "Basic Information" of your Slack app',
  SLACK_CHANNEL: 'the id of the channel where the questions go',
};

/** What a real cluster needs: it orders real pizza. */
export const orderNeeds = [
  'CUSTOMER_FIRST_NAME',
  'CUSTOMER_LAST_NAME',
  'CUSTOMER_EMAIL',
  'CUSTOMER_PHONE',
  'DELIVERY_STREET',
  'DELIVERY_CITY',
  'DELIVERY_STATE',
  'DELIVERY_ZIP',
];

/** What the demo can do without, and a service cannot: nothing is simulated there. */
export function missingForService(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const slack = Object.entries(slackNeeds).filter(([name]) => !has(name));
  // the cluster around a pod is left to the function that reports
  const isInCluster = has('KUBERNETES_SERVICE_HOST') && !has('REPORT_SECRET');
  const ordersSomewhere = isInCluster || ['AZURE_FUNCTION_URL', 'KUBERNETES_API_URL', 'KUBECONFIG'].some(has);
  return [
    ...slack.map(([name, why]) => `${name}: is missing: ${why}`),
    ...(has('DATABASE_URL') ? [] : ['DATABASE_URL: is missing: where approvals are kept']),
    ...(ordersSomewhere
      ? []
      : [
          'AZURE_FUNCTION_URL: is missing: decisions go to it, or, with KUBERNETES_API_URL or KUBECONFIG, to the cluster itself',
        ]),
  ];
}

function isOpen(host: string | undefined): boolean {
  return host !== undefined && !['127.0.0.1', 'localhost', '::1'].includes(host);
}

/** Each direction has its own: what one side signs is never taken for the other's. */
export const secretsAreOne = 'REPORT_SECRET: must be another secret than DECISION_SECRET';

/** What has to be there because of what else is there, a line for each that is not. */
export function missingVariables(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const slackIsNamed = [...Object.keys(slackNeeds), 'SLACK_APP_TOKEN'].some(has);
  const isInCluster = has('KUBERNETES_SERVICE_HOST') && !has('REPORT_SECRET');
  const clusterIsReal = has('KUBERNETES_API_URL') || (slackIsNamed && (has('KUBECONFIG') || isInCluster));
  const missing = (names: readonly string[], why: (name: string) => string): readonly string[] =>
    names.filter((name) => !has(name)).map((name) => `${name}: is missing: ${why(name)}`);
  return [
    ...(slackIsNamed ? missing(Object.keys(slackNeeds), (name) => slackNeeds[name] ?? '') : []),
    ...(slackIsNamed && isOpen(given['HOST'])
      ? missing(['ALERTS_TOKEN'], () => 'whoever reaches HOST could send alerts, and take them back')
      : []),
    ...(has('SLACK_APP_TOKEN') && given.SLACK_FRAMEWORK === 'express'
      ? ['SLACK_FRAMEWORK: must be bolt with SLACK_APP_TOKEN: Express has no Socket Mode']
      : []),
    // an invented address is for an invented pizza
    ...(clusterIsReal ? missing(orderNeeds, () => 'a real cluster orders real pizza') : []),
    ...(has('AZURE_FUNCTION_URL')
      ? missing(['DECISION_SECRET'], () => 'the function at AZURE_FUNCTION_URL knows decisions by it')
      : []),
    ...(has('REPORT_SECRET') && given['REPORT_SECRET'] === given['DECISION_SECRET'] ? [secretsAreOne] : []),
    ...(has('KUBERNETES_TOKEN') ? missing(['KUBERNETES_API_URL'], () => 'KUBERNETES_TOKEN is for it alone') : []),
  ];
}
