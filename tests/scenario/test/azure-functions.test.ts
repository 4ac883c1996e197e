import { app } from '@azure/functions';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import type { StartScenarioHost } from 'test-scenario/host';
import { openSqlite } from 'test-scenario/open-sqlite';
import { scenario } from 'test-scenario/scenario';
import { startHost } from '../../../packages/adapter-azure-functions/test/functions-host.js';

/** The real library of Azure Functions, with its runtime played by the adapter's own tests; its timer does what is due. */
const startFunctionApp: StartScenarioHost = async (approvals) => {
  const { url, invokeTimer, close } = await startHost(() => registerApprovals(app, approvals));
  const takeUpDue = () => invokeTimer('slackApprovalsDue');
  // an instance that has done work before: its next click waits for its own
  await takeUpDue();
  return { url, workOff: () => approvals.flush(), takeUpDue, close };
};

scenario({ host: 'Azure Functions', store: 'SQLite', start: startFunctionApp, open: () => openSqlite() });
