import type { Approvals } from '@k8s-pizza/slack-approval';
import { receiveStream } from '@k8s-pizza/slack-approval/host';
import type { FastifyPluginCallback } from 'fastify';

/** Serves Slack's requests below the prefix it is registered with: `app.register(approvalsPlugin(approvals), { prefix: '/slack' })`. */
export function approvalsPlugin(approvals: Pick<Approvals, 'handleRaw'>): FastifyPluginCallback {
  return (scope, _options, done) => {
    // in this scope alone bodies stay unread; the app's own parsers go on outside of it
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(null));

    // what goes wrong on the way is logged, and says nothing of itself
    scope.setErrorHandler((error, request, reply) => {
      request.log.error(error);
      return reply.code(500).send();
    });

    for (const path of ['/', '/actions', '/commands', '/events']) {
      scope.post(path, async ({ method, headers, raw }, reply) => {
        const header = (name: string) => headers[name.toLowerCase()]?.toString();
        const answer = await receiveStream(approvals.handleRaw, { method, header, body: raw });
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      });
    }
    done();
  };
}
