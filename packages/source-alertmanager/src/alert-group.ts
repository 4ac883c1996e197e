/** Labels and annotations: texts of other people. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One alert, as Alertmanager's webhook (version 4) has it.
 *
 * All of its texts are other people's.
 */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  /** RFC 3339. */
  readonly startsAt: string;
  /** RFC 3339; of a firing alert it says nothing. */
  readonly endsAt: string;
  readonly generatorURL: string;
  /** The same for the same labels. */
  readonly fingerprint: string;
}

/** A notification of Alertmanager's, as it came. */
export interface Notification {
  readonly groupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly groupLabels: Labels;
  /** What all alerts of the notification have in common, those that the configuration does not name as well. */
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalURL: string;
  readonly alerts: readonly Alert[];
  /** How many alerts Alertmanager left out: its `max_alerts`. */
  readonly truncatedAlerts: number;
}

/** A group of alerts that asks: what `payload` and `context` are made from. */
export interface AlertGroup extends Omit<Notification, 'status'> {
  /** The firing alerts that the configuration names, oldest first: at least one. */
  readonly alerts: readonly [Alert, ...Alert[]];
  /** `Graph` and `Runbook` of the oldest alert, where they are https and on one of `linkHosts`: fit for a card's `links`. */
  readonly links: Readonly<Record<string, string>>;
}
