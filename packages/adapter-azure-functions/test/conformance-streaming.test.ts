import { app } from '@azure/functions';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { startStreamingHost } from './streaming-host.js';

app.setup({ enableHttpStream: true });

adapterContract({
  name: 'azure functions, with HTTP streams',
  start: (approvals) => startStreamingHost(() => registerApprovals(app, approvals)),
});
