import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { aServer, bodyOf } from './a-server.js';

export const signingSecret = '0123456789abcdef0123456789abcdef';

/** An app of the library, on plain `node:http`, at `/slack/…`. @returns its origin */
export async function anApp(secret = signingSecret, clock?: () => number): Promise<string> {
  const approvals = createApprovals({
    slack: { token: 'xoxb-none', signingSecret: secret, appId: 'A0', teamId: 'T0' },
    store: memoryStore(),
    ...(clock === undefined ? {} : { clock }),
  });
  return await aServer(async (request, response) => {
    if (!request.url?.startsWith('/slack/')) {
      response.writeHead(404).end();
      return;
    }
    const { status, headers, body } = await approvals.handleRaw({
      method: request.method ?? '',
      header: (name) => request.headers[name.toLowerCase()]?.toString(),
      body: await bodyOf(request),
    });
    // a server writes its clock into every response
    const date = new Date(clock?.() ?? Date.now()).toUTCString();
    response.writeHead(status, { date, ...headers }).end(body);
  });
}
