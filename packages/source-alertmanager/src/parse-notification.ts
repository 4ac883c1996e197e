import type { Alert, Labels, Notification } from './alert-group.js';

/** Why a body is not a notification. It gives no details, so that a response never repeats the request. */
export type BodyProblem = 'malformed_body' | 'unsupported_version';

/**
 * The versions of the payload: Alertmanager's, and Grafana's, which has the same members and more.
 * Source: prometheus.io/docs/alerting/latest/configuration/#webhook_config and the page "Webhook notifier" of grafana.com/docs.
 */
const knownVersions: ReadonlySet<unknown> = new Set(['4', '1']);

/** How one member is checked, and what it is where it is absent. Without a default it must be there. */
interface Member<Value> {
  readonly is: (value: unknown) => boolean;
  readonly absent?: Value;
}

type Members<Shape> = { readonly [Name in keyof Shape]: Member<Shape[Name]> };

// written by hand: a schema library costs a program that starts for each notification more than all the rest
const text: Member<string> = { is: isText, absent: '' };
const labels: Member<Labels> = { is: isLabels, absent: {} };
const status = { is: (value: unknown) => value === 'firing' || value === 'resolved' };

const alertMembers: Members<Alert> = {
  status,
  labels: { is: isLabels },
  annotations: labels,
  startsAt: { is: isInstant },
  endsAt: { is: isInstant, absent: '0001-01-01T00:00:00Z' },
  generatorURL: text,
  fingerprint: text,
};

const notificationMembers: Members<Omit<Notification, 'alerts'>> = {
  groupKey: { is: (value) => isText(value) && value !== '' },
  status,
  receiver: text,
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: text,
  truncatedAlerts: { is: (value) => Number.isSafeInteger(value) && Number(value) >= 0, absent: 0 },
};

/** Reads the payload of the webhook. Members that it does not know are left out. */
export function parseNotification(body: unknown): Notification | BodyProblem {
  if (!isObject(body) || typeof body['version'] !== 'string') return 'malformed_body';
  if (!knownVersions.has(body['version'])) return 'unsupported_version';
  const notification = readMembers(body, notificationMembers);
  if (notification === null || !Array.isArray(body['alerts'])) return 'malformed_body';
  const alerts = body['alerts'].map((alert: unknown) => readMembers(alert, alertMembers));
  return alerts.every((alert) => alert !== null) ? { ...notification, alerts } : 'malformed_body';
}

/** @returns null if a member is missing or of another type */
function readMembers<Shape extends object>(value: unknown, members: Members<Shape>): Shape | null {
  if (!isObject(value)) return null;
  const read: [string, unknown][] = [];
  for (const [name, { is, absent }] of Object.entries<Member<unknown>>(members)) {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (found === undefined ? absent === undefined : !is(found)) return null;
    read.push([name, found ?? absent]);
  }
  // as: each member was checked
  return Object.fromEntries(read) as Shape;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON can contain a lone surrogate, which UTF-8 cannot encode. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function isLabels(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every((entry) => entry.every(isText));
}

function isInstant(value: unknown): boolean {
  return isText(value) && !Number.isNaN(Date.parse(value));
}
