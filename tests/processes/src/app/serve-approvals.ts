import type { Approvals } from '@k8s-pizza/slack-approval';
import { serveHttp } from '../http-server.js';

/** Serves an app on a free port of loopback, without a framework. @returns the URL for Slack's requests */
export async function serveApprovals(approvals: Pick<Approvals, 'handleRaw'>): Promise<string> {
  const { origin } = await serveHttp(async ({ method = '', headers }, body, response) => {
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    const answer = await approvals.handleRaw({ method, header, body });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  return `${origin}/slack/events`;
}
