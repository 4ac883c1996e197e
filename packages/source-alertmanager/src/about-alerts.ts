import type { AlertGroup } from './alert-group.js';

/** The names of the group's alerts, with commas: nearly always one. */
export function alertName({ alerts }: AlertGroup): string {
  return unique(alerts.map(({ labels }) => labels['alertname'] ?? 'unnamed')).join(', ');
}

/** Since when the oldest of the alerts has been firing: ISO 8601, in whole seconds. */
export function firingSince({ alerts: [oldest] }: AlertGroup): string {
  return new Date(Date.parse(oldest.startsAt)).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * The highest severity among the alerts; null where none has one.
 *
 * @param order - the highest first. One that is not in it is below all that are
 */
export function highestSeverity(
  { alerts }: AlertGroup,
  order: readonly string[] = ['critical', 'error', 'warning', 'info', 'none'],
): string | null {
  const given = unique(alerts.map(({ labels }) => labels['severity'] ?? '')).filter((severity) => severity !== '');
  return order.find((severity) => given.includes(severity)) ?? given[0] ?? null;
}

/** The instances that the alerts are about, each once: the first to fire comes first. */
export function instancesOf({ alerts }: AlertGroup): readonly string[] {
  return unique(alerts.map(({ labels }) => labels['instance'] ?? '')).filter((instance) => instance !== '');
}

/** The oldest alert's `summary`, else its `description`; null where it has neither. */
export function summaryOf({ alerts: [oldest] }: AlertGroup): string | null {
  const { annotations } = oldest;
  return annotations['summary'] ?? annotations['description'] ?? null;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
