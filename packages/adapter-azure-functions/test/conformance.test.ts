import { app } from '@azure/functions';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { startHost } from './functions-host.js';

adapterContract({
  name: 'azure functions',
  start: (approvals) => startHost(() => registerApprovals(app, approvals)),
  endlessBody: { skip: 'the host reads a body to its end before it calls a function' },
});
