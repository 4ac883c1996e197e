/** The labels or annotations of an alert: untrusted text. */
export type Labels = Readonly<Record<string, string>>;

/**
 * An alert in the payload of Alertmanager's webhook (version 4) or of Grafana's (version 1).
 *
 * All of its texts are untrusted.
 */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  /** RFC 3339. */
  readonly startsAt: string;
  /** RFC 3339. Meaningless while the alert fires. */
  readonly endsAt: string;
  readonly generatorURL: string;
  /** A hash of the labels. */
  readonly fingerprint: string;
}

/** The payload of Alertmanager's webhook. */
export interface Notification {
  readonly groupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly groupLabels: Labels;
  /** The labels that all alerts of the notification share, including alerts that do not match. */
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalURL: string;
  readonly alerts: readonly Alert[];
  /** How many alerts Alertmanager left out because of `max_alerts`. */
  readonly truncatedAlerts: number;
}

/** A group of firing alerts, the argument of `payload` and `context`. */
export interface AlertGroup extends Omit<Notification, 'status'> {
  /** The firing alerts that match, oldest first. At least one. */
  readonly alerts: readonly [Alert, ...Alert[]];
  /** `Graph` and `Runbook` of the oldest alert, if they are https and their host is in `linkHosts`. Use them as a card's `links`. */
  readonly links: Readonly<Record<string, string>>;
}
