import { type Check, notChecked, ok, wrong } from '../doctor/check.js';
import type { Environment } from '../doctor/environment.js';
import { joinNames } from '../doctor/join-names.js';

/** What the pizza example needs to order for real. Its `variables.ts` has the same list. */
const needed = [
  'CUSTOMER_FIRST_NAME',
  'CUSTOMER_LAST_NAME',
  'CUSTOMER_EMAIL',
  'CUSTOMER_PHONE',
  'DELIVERY_STREET',
  'DELIVERY_CITY',
  'DELIVERY_STATE',
  'DELIVERY_ZIP',
] as const;

/** Variables that only the pizza example reads. */
const ofTheExample = [...needed, 'PIZZA_TYPE', 'PIZZA_SIZE', 'MAX_PRICE', 'PAYMENT_SECRET_NAME', 'ALERT_NAMES'];

const slackNames = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_CHANNEL', 'SLACK_APP_TOKEN'];

/** Whether the pizza example is told who gets a real pizza: it invents no customer. An app without AZURE_FUNCTION_URL that is not the example gets no line. */
export const customer: Check = {
  id: 'customer',
  title: 'customer',
  async run(environment, { given }) {
    const cause = realOrders(environment);
    // an empty variable counts: a copy of .env.example has all of them
    const isExample =
      ofTheExample.some((name) => given[name] !== undefined) ||
      /\/HttpPizzaOrderConfirmationHandler\b/.test(environment.AZURE_FUNCTION_URL ?? '');
    if (!isExample && environment.AZURE_FUNCTION_URL === undefined) return [];
    if (!isExample)
      return notChecked(
        'customer_unknown',
        'No variable tells whether this is the pizza example.',
        `If it is, it does not start without ${joinNames(needed)}.`,
      );
    if (cause === null)
      return notChecked('customer_unset', 'No real pizza is ordered: the demo has a customer for that.');
    const missing = needed.filter((name) => environment[name] === undefined);
    if (missing.length === 0) return ok('customer_ok', 'The pizza example knows who gets the pizza, and where.');
    return wrong(
      'customer_missing',
      `${joinNames(missing)} ${missing.length === 1 ? 'is' : 'are'} missing: ${cause} orders real pizza.`,
      'Set them to the person who gets the pizza, and the address. The pizza example does not start without them: it invents no customer.',
    );
  },
};

/** What makes the example order real pizza; null if it simulates the orders. */
function realOrders(environment: Environment): string | null {
  const has = (name: string) => environment[name] !== undefined;
  const isInCluster = has('KUBERNETES_SERVICE_HOST') && !has('REPORT_SECRET');
  const isReal = slackNames.some(has) && (has('KUBECONFIG') || isInCluster);
  if (has('KUBERNETES_API_URL') || isReal) return 'a real cluster';
  return has('AZURE_FUNCTION_URL') ? 'AZURE_FUNCTION_URL' : null;
}
