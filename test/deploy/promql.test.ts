import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allMetrics } from '../../scripts/metrics-page.ts';
import type { Puzzle } from '../../src/challenge/work/puzzles.ts';
import { TEST_SITE, type TestApp } from '../support/http/app.ts';
import { createObservedApp } from '../support/http/observed.ts';
import { readPromql } from '../support/promql.ts';
import { solveWork } from '../support/solve-work.ts';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const alerts = (
  parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as { groups: { rules: Alert[] }[] }
).groups.flatMap(({ rules }) => rules);

interface Dashboard {
  readonly panels: {
    readonly title: string;
    readonly targets?: { readonly expr: string; readonly legendFormat: string }[];
  }[];
  readonly templating: { readonly list: { readonly query: string | { query: string } }[] };
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/inkblot.json', 'utf8')) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);

/** Prometheus adds these to all that it collects. */
const SCRAPE_LABELS = ['job', 'instance'];

/** What the service exposes: for each series the values that its labels have. */
const exposed = new Map<string, Map<string, Set<string>>>();

let service: Awaited<ReturnType<typeof createObservedApp>>;

beforeAll(async () => {
  service = await createObservedApp();
  await useEverything(service);
  const report = { kind: 'picture', level: 2, style: 'waves', right: 1, wrong: 1 } as const;
  const calibration = service.metrics.ofCalibration({
    note: () => {},
    pickStyle: () => undefined,
    sync: async () => [{ ...report, medianSolveMs: 4000, weight: 1 }],
  });
  await calibration.sync();
  for (const line of (await service.metrics.registry.metrics()).split('\n')) {
    const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === '') continue;
    const known = exposed.get(name) ?? new Map<string, Set<string>>();
    exposed.set(name, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
      known.set(label, (known.get(label) ?? new Set()).add(value));
    }
  }
});
afterAll(() => service.app.close());

/** Challenges of every kind, right and wrong answers, tokens, and more than the limits allow. */
async function useEverything({ app, answerOf }: TestApp): Promise<void> {
  const post = (url: string, payload: object, remoteAddress = '192.0.2.1') =>
    app.inject({ method: 'POST', url, payload, remoteAddress });
  const open = async (kind: string, from?: string) =>
    (await post('/v1/challenges', { sitekey: TEST_SITE.sitekey, kind }, from)).json() as {
      id: string;
      work?: Puzzle;
    };
  for (const [index, kind] of ['picture', 'motion', 'sound', 'work'].entries()) {
    const from = `198.51.${index}.1`;
    const { id, work } = await open(kind, from);
    await app.inject({ url: `/v1/challenges/${id}/media`, remoteAddress: from });
    const answer = kind === 'work' ? {} : { answer: answerOf(id) };
    const body = { ...answer, ...(work && { work: solveWork(work) }) };
    const { token } = (await post(`/v1/challenges/${id}/answer`, body, from)).json();
    await post('/siteverify', {}, from);
    for (const secret of [TEST_SITE.secret, 'unknown']) {
      const query = new URLSearchParams({ secret, response: token, sitekey: 'another' });
      await app.inject({ url: `/siteverify?${query}`, remoteAddress: from });
    }
  }
  // Whoever only fails is refused, and so is whoever asks for too much.
  for (let n = 0; n < 40; n++) {
    const { id } = await open('picture');
    if (id) await post(`/v1/challenges/${id}/answer`, { answer: 'WRONG' });
    await open('sound', '203.0.113.1');
  }
  const { headers } = await app.inject({ url: '/' });
  await app.inject({ url: `/${headers['captcha_uuid']}/WRONG` });
}

describe('the alerts', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');

  it.each(alerts)('$alert say what is wrong, how bad it is, and where to read on', (rule) => {
    expect(rule.annotations['summary']).toMatch(/\w+/);
    expect(rule.labels['severity']).toMatch(/^(critical|warning|info)$/);
    expect(rule.annotations['runbook_url']).toBe(`docs/runbook.md#${rule.alert.toLowerCase()}`);
    expect(runbook).toContain(`\n## ${rule.alert}\n`);
  });

  it('are all that the runbook knows', () => {
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(alerts.map(({ alert }) => alert));
  });

  it.each(alerts)('$alert ask for what the service exposes', ({ expr, annotations }) => {
    expectExposed(expr);
    expectLabels(expr, [
      ...Object.values(annotations)
        .join()
        .matchAll(/\$labels\.(\w+)/g),
    ]);
  });
});

describe('the dashboard', () => {
  it.each(queries)('asks for what the service exposes: $title', ({ expr, legendFormat }) => {
    // As Grafana replaces it.
    const asked = expr.replaceAll('$__rate_interval', '5m');
    expectExposed(asked);
    expectLabels(asked, [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)]);
  });

  it('lets its reader choose from what there is', () => {
    for (const { query } of dashboard.templating.list) {
      if (typeof query === 'string') continue;
      const [, expr = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query.query) ?? [];
      expectExposed(expr);
      expectLabels(expr, [['', label]]);
    }
  });

  it('shows every metric of ours', () => {
    const shown = queries.map(({ expr }) => expr).join();
    const missing = allMetrics().filter(
      ({ name }) => name.startsWith('inkblot_') && !shown.includes(name),
    );
    expect(missing).toEqual([]);
  });
});

describe('docs/metrics.md', () => {
  it('has every metric that is exposed', () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    const missing = [...exposed.keys()]
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
      .filter((name) => !page.includes(`\`${name}`));
    expect(missing).toEqual([]);
  });
});

/** Each metric, each label of it, and each value that a label is compared with. */
function expectExposed(expr: string): void {
  const { selectors, grouping } = readPromql(expr);
  expect(selectors.length).toBeGreaterThan(0);
  for (const { metric, matchers } of selectors) {
    if (metric === 'up') continue;
    const labels = exposed.get(metric);
    expect(labels, `${metric} is exposed`).toBeDefined();
    for (const { label, operator, value } of matchers) {
      if (SCRAPE_LABELS.includes(label)) continue;
      const values = labels?.get(label);
      expect(values, `${metric} has a ${label}`).toBeDefined();
      // A choice of the reader, or a pattern.
      if (value.startsWith('$') || /[^\w|-]/.test(value)) continue;
      const named = operator.includes('~') ? value.split('|') : [value];
      expect([...(values ?? [])], `a ${label} of ${metric}`).toEqual(expect.arrayContaining(named));
    }
  }
  expectLabels(
    expr,
    grouping.map((label) => ['', label]),
  );
}

function expectLabels(expr: string, labels: Iterable<readonly (string | undefined)[]>): void {
  const known = readPromql(expr).selectors.flatMap(({ metric }) => [
    ...(exposed.get(metric)?.keys() ?? []),
  ]);
  for (const [, label] of labels) expect([...SCRAPE_LABELS, ...known]).toContain(label);
}
