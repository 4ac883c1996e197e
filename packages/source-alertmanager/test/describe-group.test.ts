import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../src/alert-group.js';
import {
  type AlertGroup,
  alertName,
  explainGroup,
  firingSince,
  highestSeverity,
  instancesOf,
  summaryOf,
} from '../src/index.js';
import { createLabelMatcher } from '../src/label-match.js';
import { createLinkReader } from '../src/link-reader.js';
import { firingTwo } from './captured.js';

const [first] = firingTwo.alerts as readonly [Alert];
const { status: _, version: __, ...rest } = firingTwo;

function aGroup(labels: readonly Readonly<Record<string, string>>[] = [{}, {}]): AlertGroup {
  const alerts = labels.map((more, index) => ({ ...(firingTwo.alerts[index] ?? first), labels: more }));
  return { ...rest, alerts: alerts as unknown as AlertGroup['alerts'], links: {} };
}

const captured: AlertGroup = { ...rest, alerts: firingTwo.alerts as unknown as AlertGroup['alerts'], links: {} };

describe('what a card says of a group', () => {
  test('as it was captured', () => {
    expect([alertName(captured), firingSince(captured), highestSeverity(captured), summaryOf(captured)]).toEqual([
      'HighCPUUsage',
      '2026-11-22T09:50:15Z',
      'warning',
      'High CPU usage detected',
    ]);
    expect(instancesOf(captured)).toEqual(['node-1:9100', 'node-2:9100']);
  });

  test.each([
    [['warning', 'critical', 'info'], 'critical'],
    [['page', 'info'], 'info'],
    [['page', 'ticket'], 'page'],
    [[''], null],
  ])('of the severities %j the highest is %s', (severities, highest) => {
    expect(highestSeverity(aGroup(severities.map((severity) => ({ severity }))))).toBe(highest);
  });

  test('its own order of severities holds', () => {
    expect(highestSeverity(aGroup([{ severity: 'p2' }, { severity: 'p1' }]), ['p1', 'p2'])).toBe('p1');
  });

  test('without names, instances and summary', () => {
    const [alert] = aGroup([{}]).alerts;
    const bare = { ...aGroup([{}]), alerts: [{ ...alert, annotations: {} }] } as const;

    expect([alertName(bare), instancesOf(bare), summaryOf(bare), highestSeverity(bare)]).toEqual([
      'unnamed',
      [],
      null,
      null,
    ]);
    expect(explainGroup(bare)).toEqual(['1 alert firing']);
  });

  test('its description where it has no summary', () => {
    const [alert] = captured.alerts;

    expect(summaryOf({ ...captured, alerts: [{ ...alert, annotations: { description: 'hot' } }] })).toBe('hot');
  });
});

describe('the lines that explain a group', () => {
  test('name as many instances as there is room for, each once', () => {
    const instances = Array.from({ length: 200 }, (_, index) => ({ instance: `node-${index % 100}:9100` }));

    const [line = ''] = explainGroup(aGroup(instances));

    expect(line).toMatch(/^200 alerts firing on node-0:9100, .*node-28:9100 and 71 more$/);
    expect(line.length).toBeLessThan(500);
  });

  test('cut a name that is very long, and no character', () => {
    const [line = ''] = explainGroup(aGroup([{ instance: '🍕'.repeat(500) }]));

    expect(line).toBe(`1 alert firing on ${'🍕'.repeat(79)}…`);
  });

  test('say that one alert was left out', () => {
    expect(explainGroup({ ...captured, truncatedAlerts: 1 })[1]).toContain('left out 1 more alert:');
  });
});

describe('which alerts ask', () => {
  test.each([
    [{ alertname: 'HighCPUUsage' }, true],
    [{ alertname: 'HighCPU' }, false],
    [{ alertname: /High/ }, false],
    [{ alertname: /High.*|Low.*/ }, true],
    [{ alertname: /highcpuusage/i }, true],
    [{ alertname: 'HighCPUUsage', severity: 'critical' }, false],
    [{ team: '' }, true],
    [{ team: /.+/ }, false],
    [{ alertname: runInNewContext('/High.*/') }, true],
    [{ job: /(?!batch$).*/ }, true],
    [{ constructor: '' }, true],
    [{ toString: /.*native.*/ }, false],
  ])('%j: %s', (match, fits) => {
    expect(createLabelMatcher([match])(first.labels)).toBe(fits);
  });

  test('any one match is enough, and is not used up by a RegExp that remembers', () => {
    const isNamed = createLabelMatcher([{ alertname: 'Other' }, { job: /node-exporter/g }]);

    expect([isNamed(first.labels), isNamed(first.labels)]).toEqual([true, true]);
  });
});

test('one line of a value is not the whole value, whatever the flags of the RegExp', () => {
  const isNamed = createLabelMatcher([{ job: /node/im }]);

  expect([isNamed({ job: 'NODE' }), isNamed({ job: 'other\nnode' }), isNamed({ job: 'node\nother' })]).toEqual([
    true,
    false,
    false,
  ]);
});

describe('links of an alert', () => {
  const linksOf = createLinkReader(['prometheus.example.com', 'Wiki.example.com:8443', 'grafana.example.com:443']);
  const withGraph = (generatorURL: string) => linksOf({ ...first, generatorURL });

  test('lead to its graph and its runbook', () => {
    const annotations = { runbook_url: 'https://wiki.example.com:8443/cpu' };

    expect(
      linksOf({ ...first, generatorURL: 'https://prometheus.example.com/graph?g0.expr=cpu', annotations }),
    ).toEqual({
      Graph: 'https://prometheus.example.com/graph?g0.expr=cpu',
      Runbook: 'https://wiki.example.com:8443/cpu',
    });
    expect(withGraph('https://GRAFANA.example.com/d/1')).toHaveProperty('Graph');
  });

  test.each([
    'http://prometheus.example.com/graph',
    'https://evil.example/graph',
    'https://prometheus.example.com.evil.example/',
    'https://prometheus.example.com:8080/',
    'https://wiki.example.com/',
    'https://prometheus.example.com@evil.example/',
    'https://user@prometheus.example.com/',
    'javascript:alert(1)//prometheus.example.com',
    '//prometheus.example.com/graph',
    '',
    `https://prometheus.example.com/${'x'.repeat(2_000)}`,
  ])('are left out where they are not https, or lead elsewhere: %s', (generatorURL) => {
    expect(withGraph(generatorURL)).toEqual({});
  });

  test.each([
    'https://prometheus.example.com',
    'prometheus.example.com/graph',
    'a@b',
    '',
    '*.example.com',
    'a:99999',
    'a b',
  ])('"%s" is no host', (host) => {
    expect(() => createLinkReader([host])).toThrow(expect.objectContaining({ code: 'invalid_options' }));
  });
});
