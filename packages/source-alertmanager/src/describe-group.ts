import type { AlertGroup } from './alert-group.js';
import { cutText } from './shorten-group.js';

/** The distinct names of the group's alerts, separated by commas: usually one. */
export function alertName({ alerts }: AlertGroup): string {
  return unique(alerts.map(({ labels }) => labels['alertname'] ?? 'unnamed')).join(', ');
}

/** When the oldest alert started to fire, as ISO 8601 in whole seconds. */
export function firingSince({ alerts: [oldest] }: AlertGroup): string {
  return new Date(Date.parse(oldest.startsAt)).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * The highest severity of the alerts; null if no alert has one.
 *
 * @param order - severities, highest first; others rank below all of these
 */
export function highestSeverity(
  { alerts }: AlertGroup,
  order: readonly string[] = ['critical', 'error', 'warning', 'info', 'none'],
): string | null {
  const given = unique(alerts.map(({ labels }) => labels['severity'] ?? '')).filter((severity) => severity !== '');
  return order.find((severity) => given.includes(severity)) ?? given[0] ?? null;
}

/** The distinct instances of the alerts, in the order in which they started to fire. */
export function instancesOf({ alerts }: AlertGroup): readonly string[] {
  return unique(alerts.map(({ labels }) => labels['instance'] ?? '')).filter((instance) => instance !== '');
}

/** The oldest alert's `summary`, or its `description`; null if it has neither. */
export function summaryOf({ alerts: [oldest] }: AlertGroup): string | null {
  const { annotations } = oldest;
  return annotations['summary'] ?? annotations['description'] ?? null;
}

/** Context lines for a card: how many alerts fire, where, and how many were left out. */
export function explainGroup(group: AlertGroup): readonly string[] {
  const { length } = group.alerts;
  const instances = joinNames(instancesOf(group));
  const firing = `${length} ${length === 1 ? 'alert' : 'alerts'} firing${instances === '' ? '' : ` on ${instances}`}`;
  return [firing, ...(group.truncatedAlerts === 0 ? [] : [truncationLine(group.truncatedAlerts)])];
}

function truncationLine(count: number): string {
  return `Alertmanager left out ${count} more ${count === 1 ? 'alert' : 'alerts'}: not all that fires may be shown here`;
}

const maxListLength = 400;
const maxNameLength = 80;

/** Joins as many names as fit, and says how many more there are. */
function joinNames(names: readonly string[]): string {
  let list = '';
  let count = 0;
  for (const name of names) {
    const next = `${count === 0 ? '' : ', '}${cutText(name, maxNameLength)}`;
    if (list.length + next.length > maxListLength) break;
    list += next;
    count += 1;
  }
  const more = names.length - count;
  return more === 0 ? list : `${list} and ${more} more`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
