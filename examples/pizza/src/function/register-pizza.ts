import type { app as functionApp } from '@azure/functions';
import { rawHandler } from '@k8s-pizza/slack-approval-azure-functions';
import { logged } from './invocation-log.js';
import type { PizzaFunction } from './pizza-function.js';

/** Every minute. */
const schedule = '0 * * * * *';

/** Registers the functions under their names, which are part of their addresses. */
export function registerPizza(
  app: Pick<typeof functionApp, 'http' | 'timer'>,
  { orderPizza, confirm, reportProgress }: PizzaFunction,
): void {
  app.http('OrderPizza', { methods: ['POST'], authLevel: 'function', handler: logged(rawHandler(orderPizza)) });
  if (confirm !== null)
    app.http('HttpPizzaOrderConfirmationHandler', {
      methods: ['POST'],
      // a decision is known by its signature
      authLevel: 'anonymous',
      handler: logged(rawHandler(confirm)),
    });
  app.timer('ReportProgress', { schedule, handler: logged(() => reportProgress()) });
}
