import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { answerChecks } from '../../src/adapter-contract/answer-checks.js';
import { bodyChecks, endlessBodyCheck } from '../../src/adapter-contract/body-checks.js';
import { decisionChecks } from '../../src/adapter-contract/decision-checks.js';
import { faultChecks } from '../../src/adapter-contract/fault-checks.js';
import { signatureChecks } from '../../src/adapter-contract/signature-checks.js';
import { unreadChecks } from '../../src/adapter-contract/unread-checks.js';
import { runCheck } from '../../src/adapter-contract/world.js';
import { answer, rawRequest, readBody, type Serve, serve, startPlainHost } from './plain-host.js';

adapterContract({ name: 'plain node:http', start: startPlainHost(serve) });

const everyCheck = [...decisionChecks, ...signatureChecks, ...bodyChecks, ...answerChecks, ...faultChecks];

/** A host that changes what it read before it hands it on. */
function changing(change: (body: Buffer, contentType: string) => Uint8Array): Serve {
  return async (approvals, request, response) => {
    const body = await readBody(request);
    if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
    const changed = change(body, request.headers['content-type'] ?? '');
    await answer(approvals, rawRequest(request, changed), response);
  };
}

const isJson = (contentType: string) => contentType.startsWith('application/json');

const faults: readonly (readonly [fault: string, serve: Serve, caughtBy: RegExp])[] = [
  [
    'parses JSON and writes it again',
    changing((body, type) =>
      isJson(type) && body.length > 0 ? Buffer.from(JSON.stringify(JSON.parse(`${body}`))) : body,
    ),
    /^JSON is verified as it was written/,
  ],
  [
    'parses forms and writes them again',
    changing((body, type) => (isJson(type) ? body : Buffer.from(`${new URLSearchParams(`${body}`)}`))),
    /^a form is verified as it was written/,
  ],
  [
    'reads the body as text',
    changing((body) => Buffer.from(`${body}`)),
    /arrive as they were sent: bytes that are no text/,
  ],
  ['trims the body', changing((body) => Buffer.from(`${body}`.trim())), /JSON with a line end behind it/],
  [
    'takes the first of two headers',
    async (approvals, request, response) => {
      const body = await readBody(request);
      if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
      const header = (name: string) => request.headersDistinct[name.toLowerCase()]?.[0];
      await answer(approvals, { method: 'POST', header, body }, response);
    },
    /x-slack-signature is sent twice$/,
  ],
  [
    'looks headers up in one case only',
    async (approvals, request, response) => {
      const body = await readBody(request);
      if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
      const { rawHeaders } = request;
      const header = (name: string) => rawHeaders[rawHeaders.indexOf(name) + 1];
      await answer(approvals, { method: 'POST', header, body }, response);
    },
    /^header names may come in any case/,
  ],
  [
    'reads at most 100 KB',
    async (approvals, request, response) => {
      const body = await readBody(request, 102_400);
      if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
      await answer(approvals, rawRequest(request, body), response);
    },
    /^a body of 200 KB/,
  ],
  [
    'reads a body to its end, however long it is',
    async (approvals, request, response) => {
      const body = await readBody(request, 64 * 1024 ** 2);
      if (!Buffer.isBuffer(body)) return void response.writeHead(200).end();
      await answer(approvals, rawRequest(request, body), response);
    },
    /^a body without end/,
  ],
  [
    'reads a body before it looks at the head',
    changing((body) => body),
    /^a request without a signature is refused before its body/,
  ],
  ['does not look at the length that is announced', changing((body) => body), /^a body that announces/],
  ['waits for the end of a body without a deadline', changing((body) => body), /^a body that does not end/],
  [
    'takes every method for POST',
    async (approvals, request, response) => {
      const body = await readBody(request);
      if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
      await answer(approvals, { ...rawRequest(request, body), method: 'POST' }, response);
    },
    /^GET is not allowed/,
  ],
  [
    'serves one path only',
    async (approvals, request, response) => {
      if (request.url === '/slack/events') return serve(approvals, request, response);
      response.writeHead(404).end();
    },
    /^the one URL serves/,
  ],
  [
    'drops the headers of an answer',
    async (approvals, request, response) => {
      const body = await readBody(request);
      if (!Buffer.isBuffer(body)) return void response.writeHead(413).end();
      const { status, body: text } = await approvals.handleRaw(rawRequest(request, body));
      response.writeHead(status).end(text);
    },
    /^an answer of 200 is passed on whole/,
  ],
  [
    'shows what was thrown',
    async (approvals, request, response) => {
      await serve(approvals, request, response).catch((error: Error) => response.writeHead(500).end(error.stack));
    },
    /^what is thrown on the way/,
  ],
  [
    'hands on a part of a body when its client hangs up',
    async (approvals, request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      await new Promise((resolve) => request.on('close', resolve));
      await answer(approvals, rawRequest(request, Buffer.concat(chunks)), response);
    },
    /^a client that hangs up/,
  ],
];

describe('a host with a fault is caught when it', () => {
  test.each(faults)('%s', async (_fault, faulty, caughtBy) => {
    const checks = [...everyCheck, endlessBodyCheck, ...unreadChecks].filter(({ title }) => caughtBy.test(title));

    expect(checks.length).toBeGreaterThan(0);
    const runs = checks.map((check) => runCheck(check, startPlainHost(faulty)));
    const results = await Promise.allSettled(runs);

    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
  });
});
