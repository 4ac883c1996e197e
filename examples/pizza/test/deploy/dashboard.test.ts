import { readFile } from 'node:fs/promises';
import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { instrumentApprovals } from '@k8s-pizza/slack-approval-opentelemetry';
import { createNoopMeter, type Meter, type MetricOptions } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';

interface Query {
  readonly title: string;
  readonly expr: string;
}

const dashboard = JSON.parse(await readFile(new URL('../../deploy/grafana/approvals.json', import.meta.url), 'utf8'));
const queries: readonly Query[] = dashboard.panels.flatMap(
  ({ title, targets }: { title: string; targets: readonly { expr: string }[] }) =>
    targets.map(({ expr }) => ({ title, expr })),
);

/** The names that Prometheus has for a metric that arrives by OTLP. Source: prometheus/otlptranslator, metric_namer.go. */
function toPrometheus(name: string, unit: string | undefined, type: string): readonly string[] {
  const base = [name.replaceAll('.', '_'), ...(unit === 's' ? ['seconds'] : [])].join('_');
  if (type === 'createHistogram') return ['bucket', 'sum', 'count'].map((suffix) => `${base}_${suffix}`);
  return [type === 'createCounter' ? `${base}_total` : base];
}

/** What `instrumentApprovals` makes of a meter: the names in Prometheus, by the name of each metric. */
function emitted(): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const plain = createNoopMeter();
  const recording = (type: 'createCounter' | 'createHistogram' | 'createObservableGauge') => ({
    [type]: (name: string, options?: MetricOptions) => {
      names.set(name, toPrometheus(name, options?.unit, type));
      return plain[type](name, options);
    },
  });
  const meter: Meter = Object.assign(Object.create(plain), {
    ...recording('createCounter'),
    ...recording('createHistogram'),
    ...recording('createObservableGauge'),
  });
  const approvals = createApprovals({ store: memoryStore() });
  instrumentApprovals(approvals, { meterProvider: { getMeter: () => meter } })();
  return names;
}

/** The metrics that a query reads: names before a selector. */
const metricsIn = (expr: string): readonly string[] =>
  [...expr.matchAll(/([a-zA-Z_:]\w*)(?=\{)/g)].map(([name]) => name);

describe('the Grafana dashboard', () => {
  const names = emitted();

  test('reads metrics that the package sends, under the names that Prometheus gives them', () => {
    const known = new Set([...names.values()].flat());

    expect(names.size).toBe(12);
    expect(queries.length).toBeGreaterThan(15);
    for (const { title, expr } of queries) {
      expect.soft(metricsIn(expr), title).toHaveLength(1);
      expect
        .soft(
          metricsIn(expr).filter((name) => !known.has(name)),
          title,
        )
        .toEqual([]);
    }
  });

  test('has a panel for each metric', () => {
    const read = new Set(queries.flatMap(({ expr }) => metricsIn(expr)));

    expect([...names].filter(([, inPrometheus]) => !inPrometheus.some((name) => read.has(name)))).toEqual([]);
  });

  test('selects and groups by labels that the metrics have', async () => {
    const readme = await readFile(new URL('../../../../packages/opentelemetry/README.md', import.meta.url), 'utf8');
    const documented = [...readme.matchAll(/`(approval\.[a-z_.]+)`/g)].map(([, name = '']) =>
      name.replaceAll('.', '_'),
    );
    const labels = queries.flatMap(({ expr }) => {
      const groups = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      const selectors = [...expr.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, name = '']) => name);
      return [...groups, ...selectors];
    });

    expect(labels.filter((label) => !['job', 'le', ...documented].includes(label))).toEqual([]);
  });

  test('has panels that do not overlap, and variables for each name that its queries use', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }: { gridPos: Record<string, number> }) =>
      Array.from({ length: Number(w) * Number(h) }, (_, cell) =>
        [Number(x) + (cell % Number(w)), Number(y) + Math.floor(cell / Number(w))].join(),
      ),
    );
    const used = new Set([...JSON.stringify(dashboard.panels).matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name));

    expect(new Set(cells).size).toBe(cells.length);
    expect([...used].toSorted()).toEqual(
      dashboard.templating.list.map(({ name }: { name: string }) => name).toSorted(),
    );
  });
});
