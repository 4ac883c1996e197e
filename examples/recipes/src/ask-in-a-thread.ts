import { type Approvals, thread, usergroup } from '@k8s-pizza/slack-approval';

interface Incident {
  readonly id: string;
  /** The message that opened the incident: `chat.postMessage` returned its channel and `ts`. */
  readonly message: { readonly channelId: string; readonly ts: string };
}

/** Asks in the thread of an incident, where people discuss it. */
export async function mayRestart(approvals: Approvals, incident: Incident, service: string): Promise<boolean> {
  const { id, message } = incident;
  const { outcome } = await approvals.request({
    key: `restart-${service}-${id}`,
    title: `Restart ${service}?`,
    channel: thread(message.channelId, message.ts),
    approvers: [usergroup('S0ONCALL')],
    remindEvery: '5m',
    expiresIn: '1h',
    requester: 'incident bot',
  });
  return outcome === 'approved';
}
