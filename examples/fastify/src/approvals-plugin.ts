import { type Approvals, maxBodyBytes } from '@k8s-pizza/slack-approval';
import type { FastifyError, FastifyPluginCallback } from 'fastify';

/** Serves Slack's requests below the prefix it is registered with: `app.register(approvalsPlugin(approvals), { prefix: '/slack' })`. */
export function approvalsPlugin(approvals: Pick<Approvals, 'receive'>): FastifyPluginCallback {
  return (scope, _options, done) => {
    // in this scope alone bodies stay bytes; the app's own parsers go on outside of it
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });

    // what goes wrong on the way is logged, and says nothing of itself
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      request.log.error(error);
      return reply.code(error.statusCode === 413 ? 413 : 500).send();
    });

    for (const path of ['/', '/actions', '/commands', '/events']) {
      scope.post(path, async ({ method, headers, body }, reply) => {
        const header = (name: string) => headers[name.toLowerCase()]?.toString();
        // a request without a body never meets a parser
        const bytes = body instanceof Uint8Array ? body : new Uint8Array();
        const answer = await approvals.receive({ method, header, body: bytes });
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      });
    }
    done();
  };
}
