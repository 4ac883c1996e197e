import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { runInNewContext } from 'node:vm';
import type { RawRequest } from '@k8s-pizza/slack-approval/host';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen, startExpress } from './start-express.js';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** Approvals that answer everything, and what they were given. */
function listening() {
  const received: RawRequest[] = [];
  const handleRaw = async (request: RawRequest) => {
    received.push(request);
    return { status: 200, headers: {}, body: 'taken' };
  };
  return { handleRaw, received, bodies: () => received.map(({ body }) => Buffer.from(body).toString()) };
}

async function started(starting: ReturnType<typeof listen>): Promise<string> {
  const { url, close } = await starting;
  onTestFinished(close);
  return url;
}

function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': form },
) {
  return fetch(url, { method: 'POST', body, headers });
}

function keepRaw(req: IncomingMessage, _res: unknown, bytes: Buffer): void {
  Object.assign(req, { rawBody: bytes });
}

function keepForeign(req: IncomingMessage, _res: unknown, bytes: Buffer): void {
  Object.assign(req, { rawBody: runInNewContext('Uint8Array.from(bytes)', { bytes: [...bytes] }) });
}

function keepText(req: IncomingMessage, _res: unknown, bytes: Buffer): void {
  Object.assign(req, { rawBody: bytes.toString() });
}

const readPart: RequestHandler = (req, _res, next) => {
  req.once('data', () => {
    req.pause();
    next();
  });
};

const askForText: RequestHandler = (req, _res, next) => {
  req.setEncoding('utf8');
  next();
};

describe('where a parser stands in front', () => {
  const keeping: readonly (readonly [name: string, before: RequestHandler, type: string])[] = [
    ['express.raw', express.raw({ type: '*/*' }), form],
    ['express.json that leaves forms alone', express.json(), form],
    ['express.urlencoded that leaves JSON alone', express.urlencoded(), json],
    ['express.json that keeps the bytes', express.json({ verify: keepRaw }), json],
    ['express.json that keeps the bytes of another realm', express.json({ verify: keepForeign }), json],
    ['express.json that keeps the text', express.json({ verify: keepText }), json],
    ['express.urlencoded that keeps the bytes', express.urlencoded({ verify: keepRaw }), form],
  ];

  test.each(keeping)('%s: the bytes arrive as they were sent', async (_name, before, type) => {
    const approvals = listening();
    const url = await started(startExpress('/slack', (app) => app.use(before))(approvals));

    const answer = await post(url, '{ "a": "b+c%20" }', { 'content-type': type });

    expect([answer.status, await answer.text()]).toEqual([200, 'taken']);
    expect(approvals.bodies()).toEqual(['{ "a": "b+c%20" }']);
  });

  const eating: readonly (readonly [name: string, before: RequestHandler, type: string])[] = [
    ['express.json', express.json(), json],
    ['express.urlencoded', express.urlencoded(), form],
    ['express.text', express.text({ type: '*/*' }), form],
    ['one that reads and keeps nothing', (req, _res, next) => void req.resume().on('end', () => next()), form],
    ['one that reads a part', readPart, form],
    ['one that asks for text', askForText, form],
  ];

  test.each(eating)('%s: the error says so at once, and nothing is received', async (_name, before, type) => {
    const approvals = listening();
    const errors: unknown[] = [];
    const onError: ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(500).end();
    };
    const app = express().use(before, approvalsRouter(approvals), onError);
    const url = await started(listen(app));

    const answer = await post(url, '{"secret":"canary"}', { 'content-type': type });

    expect(answer.status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'raw_body_unavailable' })]);
    expect(String(errors[0])).not.toContain('canary');
    expect(approvals.received).toEqual([]);
  });

  test('an app without an error handler answers 500 with the remedy, and with no path of the machine', async () => {
    const url = await started(startExpress('/slack', (app) => app.use(express.json()))(listening()));

    const answer = await post(url, '{"secret":"canary"}', { 'content-type': json });
    const text = await answer.text();

    expect(answer.status).toBe(500);
    expect(text).toContain('express.json()');
    expect(text).not.toMatch(/canary|node_modules|\.ts|\.js:/);
  });
});

describe('a body', () => {
  test.each(['gzip', 'br', 'GZIP', 'identity, gzip'])('with the content encoding %s is not taken', async (encoding) => {
    const approvals = listening();
    const url = await started(startExpress('/slack')(approvals));

    const answer = await post(url, 'x', { 'content-type': form, 'content-encoding': encoding });

    expect(answer.status).toBe(415);
    expect(approvals.received).toEqual([]);
  });

  test('with the content encoding identity is taken', async () => {
    const url = await started(startExpress('/slack')(listening()));

    const answer = await post(url, 'x', { 'content-type': form, 'content-encoding': 'identity' });

    expect(answer.status).toBe(200);
  });

  test('that announces too much is refused before any of it is sent', async () => {
    const url = await started(startExpress('/slack')(listening()));

    const sending = request(url, { method: 'POST', headers: { 'content-length': 1_048_577 } });
    sending.flushHeaders();
    const [answer] = await once(sending, 'response');
    sending.on('error', () => undefined).destroy();

    expect(answer.statusCode).toBe(413);
  });

  test('that a parser kept is held to the same limit', async () => {
    const approvals = listening();
    const keep = express.raw({ type: '*/*', limit: '2mb' });
    const url = await started(startExpress('/slack', (app) => app.use(keep))(approvals));

    const statuses = [await post(url, new Uint8Array(1_048_576)), await post(url, new Uint8Array(1_048_577))];

    expect(statuses.map(({ status }) => status)).toEqual([200, 413]);
  });
});

describe('the paths of an app', () => {
  async function statusOf(app: Express, method: string, path: string): Promise<number> {
    const url = await started(listen(app));
    const answer = await fetch(new URL(path, url), { method });
    return answer.status;
  }

  test.each([
    ['/', 'POST', '/', 200],
    ['/', 'POST', '/?x=1', 200],
    ['/', 'POST', '/slack/actions', 200],
    ['/', 'POST', '/slack/commands/', 200],
    ['/', 'GET', '/slack/events', 200],
    ['/', 'GET', '/', 418],
    ['/', 'POST', '/events', 418],
    ['/', 'POST', '/slack', 418],
    ['/', 'POST', '/slack/actions/more', 418],
    ['/slack', 'POST', '/slack', 200],
    ['/slack', 'POST', '/slack/', 200],
    ['/slack', 'GET', '/slack', 200],
    ['/slack', 'POST', '/slack/actions', 200],
    ['/slack', 'POST', '/slack/commands', 200],
    ['/slack', 'POST', '/slack/events', 200],
    ['/slack', 'POST', '/slack/other', 418],
    ['/slack', 'POST', '/', 418],
    ['/api', 'POST', '/api/slack/events', 200],
  ])('mounted at %s, %s %s is answered %i', async (mountPath, method, path, status) => {
    // 200 is ours whatever the method, for these approvals; 418 is the app's own
    const app = express().use(mountPath, approvalsRouter(listening()));
    app.use((_req, res) => void res.status(418).end());

    expect(await statusOf(app, method, path)).toBe(status);
  });

  const own: RequestHandler = (_req, res) => void res.status(418).end();
  const goOn: RequestHandler = (_req, _res, next) => next();

  test.each<[string, (app: Express) => unknown, string, number]>([
    ['app.post', (app) => app.post('/hooks/interact', approvalsRouter(listening())), '/hooks/interact', 200],
    ['app.all', (app) => app.all('/hooks/:door', approvalsRouter(listening())), '/hooks/any', 200],
    ['app.route', (app) => app.route('/hooks').post(goOn, approvalsRouter(listening())), '/hooks', 200],
    [
      'the post of a Router',
      (app) => app.use('/api', express.Router().post('/hooks', approvalsRouter(listening()))),
      '/api/hooks',
      200,
    ],
    [
      'app.use, after a route that went on',
      (app) => app.post('/hooks', goOn).use(approvalsRouter(listening())),
      '/hooks',
      418,
    ],
  ])('of %s is answered by its handler', async (_, mount, path, status) => {
    const app = express();
    mount(app);
    app.use(own);

    expect(await statusOf(app, 'POST', path)).toBe(status);
  });
});

test('what `handleRaw` throws reaches the app’s error handler, and not the client', async () => {
  const cause = new Error('canary');
  const errors: Error[] = [];
  const onError: ErrorRequestHandler = (error, _req, _res, next) => {
    errors.push(error);
    next(error);
  };
  const app = express().use(approvalsRouter({ handleRaw: () => Promise.reject(cause) }), onError);
  const url = await started(listen(app));

  const answer = await post(url, 'x');

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('canary');
  expect(errors[0]?.cause).toBe(cause);
});

describe('what cannot serve', () => {
  test.each([undefined, null, {}])('%j is refused when the app is made', (value) => {
    // as: what a caller without a compiler may pass
    expect(() => approvalsRouter(value as ReturnType<typeof listening>)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });

  test('the router itself, mounted in place of what it makes, answers 500 and not nothing', async () => {
    const errors: unknown[] = [];
    const onError: ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(500).end();
    };
    // as: what a caller without a compiler may mount
    const url = await started(listen(express().use(approvalsRouter as unknown as RequestHandler, onError)));

    const answer = await fetch(url, { method: 'POST', body: 'x', signal: AbortSignal.timeout(5_000) });

    expect(answer.status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'invalid_options' })]);
  });
});
