import { createServer } from 'node:http';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import express from 'express';
import { askOnce } from './ask-once.mjs';
import { listen } from './listen.mjs';

void askOnce((approvals) => {
  const app = express();
  app.use(approvalsRouter(approvals));
  app.use(express.json());
  return listen(createServer(app));
});
