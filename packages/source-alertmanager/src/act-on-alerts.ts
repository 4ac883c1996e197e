import type { Alert, AlertGroup, Notification } from './alert-group.js';
import type { AskedApproval, AskRefusal, Asks } from './asks.js';
import { keyOf } from './group-key.js';
import type { ResolvedAlerts } from './resolved-alerts.js';

/** What became of a notification. `overtaken` asks to be sent it again. */
export type AlertAction =
  | { readonly action: 'asked' | 'updated' | 'withdrawn'; readonly approvalId: string }
  | { readonly action: 'none'; readonly why: string; readonly approvalId?: string }
  | { readonly action: 'overtaken' };

/** What acting takes: where to ask, and what to make of a group. */
export interface AlertRules<Input> {
  readonly asks: Asks<Input>;
  readonly isNamed: (labels: Alert['labels']) => boolean;
  readonly linksOf: (alert: Alert) => AlertGroup['links'];
  readonly payload: (group: AlertGroup) => Input;
  readonly context: (group: AlertGroup) => readonly string[];
  readonly resolved: ResolvedAlerts;
}

const by = 'alertmanager';

/** Asks, keeps what was asked up to date, or takes it back: by the alerts that are named, whatever else is in the group. */
export async function actOnAlerts<Input>(rules: AlertRules<Input>, notification: Notification): Promise<AlertAction> {
  const key = keyOf(notification.groupKey);
  const named = notification.alerts.filter(({ labels }) => rules.isNamed(labels));
  if (named.length === 0) return { action: 'none', why: 'no_alert_named' };
  const over = named.filter(({ status }) => status === 'resolved');
  if (over.length > 0) rules.resolved.add(key, over);
  const firing = named.filter(({ status }) => status === 'firing');
  if (firing.length === 0) return await takeBack(rules, key, notification, named.length);
  const [oldest, ...others] = firing.filter((alert) => !rules.resolved.has(key, alert)).sort(byAge);
  if (oldest === undefined) return { action: 'overtaken' };
  const { status: _, ...rest } = notification;
  return await ask(rules, { ...rest, alerts: [oldest, ...others], links: rules.linksOf(oldest) });
}

async function takeBack<Input>(
  { asks }: AlertRules<Input>,
  key: string,
  { status, truncatedAlerts }: Notification,
  count: number,
): Promise<AlertAction> {
  // the group fires, and those that do may be among the ones that were left out
  if (status === 'firing' && truncatedAlerts > 0) return { action: 'none', why: 'may_still_fire' };
  const reason = count === 1 ? 'The alert has resolved.' : `All ${count} alerts have resolved.`;
  const answer = await asks.withdraw({ key }, { by, reason });
  return isRefusal(answer) ? { action: 'none', why: answer.code } : { action: 'withdrawn', approvalId: answer.id };
}

async function ask<Input>({ asks, payload, context }: AlertRules<Input>, group: AlertGroup): Promise<AlertAction> {
  const lines = context(group);
  const options = { key: keyOf(group.groupKey), requester: by, context: lines };
  const { approval, created } = await asks.ask(payload(group), options);
  const approvalId = approval.id;
  if (created) return { action: 'asked', approvalId };
  if (approval.status !== 'pending') return { action: 'none', why: 'not_pending', approvalId };
  const answer = await asks.replaceContext({ id: approvalId }, lines);
  return isRefusal(answer) ? { action: 'none', why: answer.code, approvalId } : { action: 'updated', approvalId };
}

function isRefusal(answer: AskedApproval | AskRefusal): answer is AskRefusal {
  return 'code' in answer;
}

/** Peers may send the same alerts in another order. */
function byAge(one: Alert, other: Alert): number {
  const older = Date.parse(one.startsAt) - Date.parse(other.startsAt);
  return older === 0 ? one.fingerprint.localeCompare(other.fingerprint) : older;
}
