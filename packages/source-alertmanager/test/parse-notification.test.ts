import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNotification } from '../src/parse-notification.js';

const alert = { status: 'firing', labels: { alertname: 'HighCPUUsage' }, startsAt: '2026-11-22T10:00:00Z' };
const least = { version: '4', groupKey: '{}', status: 'firing', alerts: [alert] };

test('what is left out has its default, and what is unknown is left out', () => {
  expect(parseNotification({ ...least, orgId: 1, alerts: [{ ...alert, values: { B: 1 } }] })).toEqual({
    groupKey: '{}',
    status: 'firing',
    receiver: '',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: '',
    truncatedAlerts: 0,
    alerts: [{ ...alert, annotations: {}, endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: '' }],
  });
});

test.each<[name: string, change: object]>([
  ['null in place of a text', { receiver: null }],
  ['a list in place of labels', { groupLabels: [] }],
  ['half an alert left out', { truncatedAlerts: 0.5 }],
  ['an alert that is no object', { alerts: ['firing'] }],
  ['an alert without labels', { alerts: [{ ...alert, labels: undefined }] }],
  ['a label with half a character in its name', { alerts: [{ ...alert, labels: { 'a\ud83c': 'x' } }] }],
])('%s is malformed', (_, change) => {
  expect(parseNotification({ ...least, ...change })).toBe('malformed_body');
});

test('a label called __proto__ is a label, and changes nothing else', () => {
  const body = JSON.parse(JSON.stringify(least).replace('"alertname"', '"__proto__"'));
  const parsed = parseNotification(body);

  expect(typeof parsed === 'string' ? [] : Object.keys(parsed.alerts[0]?.labels ?? {})).toEqual(['__proto__']);
  expect(Object.hasOwn(Object.prototype, 'HighCPUUsage')).toBe(false);
});

test('whatever JSON arrives, it is a notification or refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('4', '1', '5', undefined), (json, version) => {
      const parsed = parseNotification({ ...Object(json), version });

      expect(typeof parsed === 'string' || Array.isArray(parsed.alerts)).toBe(true);
    }),
  );
});
