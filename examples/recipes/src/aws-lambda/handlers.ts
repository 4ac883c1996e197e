import { setTimeout as pause } from 'node:timers/promises';
import { type Deploy, loadApprovals } from './approvals.js';
import { answerEvent, type HttpEvent } from './http-event.js';

/** Behind the function URL: answers Slack. */
export async function slack(event: HttpEvent) {
  const { approvals } = await loadApprovals();
  // Lambda stops with the answer, and Slack waits 3 s: the work of a click gets one second, `due` does the rest
  return await answerEvent(approvals.handleRaw, event, { waitUntil: (work) => Promise.race([work, pause(1_000)]) });
}

/** Asks: your pipeline invokes it. Invoked again with the same version, it finds the same card. */
export async function ask(deploy: Deploy) {
  const { approvals, deploys } = await loadApprovals();
  const { approval } = await deploys.ask(deploy, {
    key: `${deploy.service}-${deploy.version}`,
    requester: 'pipeline',
  });
  await approvals.flush(); // posts the card before Lambda stops
  return { id: approval.id };
}

/** Every minute, from an EventBridge schedule: posts, reminds, expires, and delivers what was left behind. Timeout: 60 s. */
export async function due() {
  const { approvals } = await loadApprovals();
  return await approvals.processDue({ for: '45s' });
}
