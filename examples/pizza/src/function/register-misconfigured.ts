import type { app as functionApp, HttpHandler } from '@azure/functions';

/**
 * Registers, in place of every function, one that says the settings are not complete: their list goes to the log, a code to the caller.
 *
 * An app that threw at its start instead would have no functions at all: 404 is final for Alertmanager, while 500 is sent again until somebody
 * has mended the settings.
 */
export function registerMisconfigured(
  app: Pick<typeof functionApp, 'http' | 'timer'>,
  problems: readonly string[],
): void {
  const list = ['not_configured: the settings of this function app are not complete:', ...problems].join('\n  ');
  const handler: HttpHandler = async (_request, context) => {
    context.error(list);
    return { status: 500, jsonBody: { error: 'not_configured' } };
  };
  app.http('OrderPizza', { methods: ['POST'], authLevel: 'function', handler });
  app.http('HttpPizzaOrderConfirmationHandler', { methods: ['POST'], authLevel: 'anonymous', handler });
  app.http('slackApprovals', { methods: ['POST'], authLevel: 'anonymous', route: 'slack/{door?}', handler });
  app.timer('ReportProgress', {
    // at the start too: the list is in the log before anybody calls
    runOnStartup: true,
    schedule: '0 */5 * * * *',
    handler: () => Promise.reject(new Error(list)),
  });
}
