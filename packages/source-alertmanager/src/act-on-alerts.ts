import { createHash } from 'node:crypto';
import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { Alert, AlertGroup, Notification } from './alert-group.js';
import type { Asks } from './asks.js';
import type { ResolvedAlerts } from './resolved-alerts.js';
import { groupSizes, shortenGroup } from './shorten-group.js';

/** What a notification did. After `overtaken`, Alertmanager has to send it again. */
export type AlertAction =
  | { readonly action: 'asked' | 'updated' | 'withdrawn'; readonly approvalId: string }
  | { readonly action: 'none'; readonly why: string; readonly approvalId?: string }
  | { readonly action: 'overtaken' };

/** Where to ask, and what to ask about a group. */
export interface AlertRules<Input> {
  readonly asks: Asks<Input>;
  readonly isMatch: (labels: Alert['labels']) => boolean;
  readonly linksOf: (alert: Alert) => AlertGroup['links'];
  readonly payload: (group: AlertGroup) => Input;
  readonly context: (group: AlertGroup) => readonly string[];
  readonly resolvedAlerts: ResolvedAlerts;
}

const by = 'alertmanager';

/** Asks for approval, updates the approval or withdraws it, depending on the group's alerts that match. */
export async function actOnAlerts<Input>(rules: AlertRules<Input>, notification: Notification): Promise<AlertAction> {
  const key = approvalKey(notification.groupKey);
  const matching = notification.alerts.filter(({ labels }) => rules.isMatch(labels));
  if (matching.length === 0) return { action: 'none', why: 'no_alert_named' };
  const resolved = matching.filter(({ status }) => status === 'resolved');
  if (resolved.length > 0) rules.resolvedAlerts.add(key, resolved);
  const firing = matching.filter(({ status }) => status === 'firing');
  if (firing.length === 0) return await withdraw(rules, key, notification, matching.length);
  const [oldest, ...others] = firing.filter((alert) => !rules.resolvedAlerts.has(key, alert)).sort(byAge);
  if (oldest === undefined) return { action: 'overtaken' };
  const { status: _, ...rest } = notification;
  return await ask(rules, { ...rest, alerts: [oldest, ...others], links: rules.linksOf(oldest) });
}

async function withdraw<Input>(
  { asks }: AlertRules<Input>,
  key: string,
  { status, truncatedAlerts }: Notification,
  count: number,
): Promise<AlertAction> {
  // the group fires, so an alert that Alertmanager left out may still fire
  if (status === 'firing' && truncatedAlerts > 0) return { action: 'none', why: 'may_still_fire' };
  const reason = count === 1 ? 'The alert has resolved.' : `All ${count} alerts have resolved.`;
  const result = await asks.withdraw({ key }, { by, reason });
  return result.ok ? { action: 'withdrawn', approvalId: result.approval.id } : { action: 'none', why: result.code };
}

async function ask<Input>(rules: AlertRules<Input>, group: AlertGroup): Promise<AlertAction> {
  const { asks } = rules;
  const { approval, created, lines } = await askShortened(rules, group);
  const approvalId = approval.id;
  if (created) return { action: 'asked', approvalId };
  if (approval.status !== 'pending') return { action: 'none', why: 'not_pending', approvalId };
  const result = await asks.replaceContext({ id: approvalId }, lines);
  return result.ok ? { action: 'updated', approvalId } : { action: 'none', why: result.code, approvalId };
}

/** A long text must not keep people from being asked: it is shortened until it fits a card. */
async function askShortened<Input>(
  { asks, payload, context }: AlertRules<Input>,
  group: AlertGroup,
): Promise<Awaited<ReturnType<Asks<Input>['ask']>> & { readonly lines: readonly string[] }> {
  let tooLarge: unknown;
  for (const size of groupSizes) {
    const shortened = shortenGroup(group, size);
    const lines = context(shortened);
    try {
      const options = { key: approvalKey(group.groupKey), requester: by, context: lines };
      return { ...(await asks.ask(payload(shortened), options)), lines };
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      tooLarge = error;
    }
  }
  throw tooLarge;
}

function isTooLarge(error: unknown): boolean {
  return isSlackApprovalError(error) && (error.code === 'content_too_large' || error.code === 'payload_too_large');
}

/** Key lengths are limited, but a group key, which contains labels, is not. */
const maxKeyLength = 2_000;

/** The key of a group's approval: the group key, or its hash if it is too long. */
function approvalKey(groupKey: string): string {
  if (groupKey.length <= maxKeyLength) return groupKey;
  return `sha256:${createHash('sha256').update(groupKey).digest('hex')}`;
}

/** Oldest first. Alertmanager peers may send the same alerts in different orders. */
function byAge(one: Alert, other: Alert): number {
  const older = Date.parse(one.startsAt) - Date.parse(other.startsAt);
  return older === 0 ? one.fingerprint.localeCompare(other.fingerprint) : older;
}
