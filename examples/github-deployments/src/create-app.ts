import type { Approvals } from '@k8s-pizza/slack-approval';
import { type Receiver, receiveStream } from '@k8s-pizza/slack-approval/host';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express, { type Express } from 'express';

/** Serves Slack's requests at /slack and GitHub's webhook at /github. */
export function createApp(approvals: Approvals, receive: Receiver): Express {
  // no body parser in front: both read the bytes themselves
  return express()
    .use('/slack', approvalsRouter(approvals))
    .all('/github', async (request, response) => {
      const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
      const answer = await receiveStream(receive, { method: request.method, header, body: request });
      response.status(answer.status).set(answer.headers).send(answer.body);
    });
}
