import type { Alert, AlertGroup, Labels } from './alert-group.js';

/** How much of a group is kept. */
export interface GroupSize {
  /** The maximum length of a label's or annotation's value, in characters. */
  readonly maxLength: number;
  readonly maxAlerts: number;
}

/** The sizes to try, largest first. A card has 8 KB and a payload 32 KB, and only `payload` knows what it takes from a group. */
export const groupSizes: readonly GroupSize[] = [
  { maxLength: Number.POSITIVE_INFINITY, maxAlerts: Number.POSITIVE_INFINITY },
  { maxLength: 1_000, maxAlerts: 50 },
  { maxLength: 250, maxAlerts: 20 },
  { maxLength: 60, maxAlerts: 5 },
];

/** Cuts long texts, which then end with `…`, and counts the alerts that it leaves out, which `explainGroup` shows. */
export function shortenGroup(group: AlertGroup, { maxLength, maxAlerts }: GroupSize): AlertGroup {
  const shorten = (labels: Labels): Labels =>
    Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, cutText(text, maxLength)]));
  const shortenAlert = (alert: Alert): Alert => ({
    ...alert,
    labels: shorten(alert.labels),
    annotations: shorten(alert.annotations),
  });
  const [first, ...others] = group.alerts;
  const kept = others.slice(0, maxAlerts - 1);
  return {
    ...group,
    groupLabels: shorten(group.groupLabels),
    commonLabels: shorten(group.commonLabels),
    commonAnnotations: shorten(group.commonAnnotations),
    alerts: [shortenAlert(first), ...kept.map(shortenAlert)],
    truncatedAlerts: group.truncatedAlerts + others.length - kept.length,
  };
}

/** Cuts a text to whole characters. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const characters = [...text];
  return characters.length <= maxLength ? text : `${characters.slice(0, maxLength - 1).join('')}…`;
}
