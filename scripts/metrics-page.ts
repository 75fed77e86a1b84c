import type { Registry } from '@prometheus-io/client';
import { createMetrics } from '../src/metrics/metrics.ts';
import { CLASSIC, MOST_SITES, OTHER_SITES } from '../src/metrics/site-labels.ts';

interface Described {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** All that the service exposes, sorted by name. */
export function allMetrics(): readonly Described[] {
  const metrics = createMetrics();
  metrics.watch({
    version: '',
    drawing: () => ({ threads: 0, busy: 0, queued: 0 }),
    drawingQueue: 0,
    ready: () => 0,
    pictureStock: 0,
  });
  const registry: Registry = metrics.registry;
  // The library knows the labels and does not say so in its types.
  const all = registry.getMetricsAsArray() as unknown as Described[];
  return all.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** `docs/metrics.md`. */
export function metricsMarkdown(): string {
  const all = allMetrics();
  const [own, process] = [true, false].map((isOwn) =>
    all.filter(({ name }) => name.startsWith('inkblot_') === isOwn),
  ) as [Described[], Described[]];
  return `# Metrics and traces

_[Contents](README.md): reference_

<!-- Made from src/metrics by \`npm run docs\`. Edit there and in scripts/metrics-page.ts. -->

## Prometheus

\`/metrics\` tells how busy a site is and how well attacks fare, which is nobody else's business. So it is
off until you say who may see it:

| | |
|---|---|
| \`METRICS_PORT=9464\` | a port of its own, on \`METRICS_HOST\`: this machine alone, unless you name another address (\`0.0.0.0\` in a container) |
| \`METRICS_TOKEN=…\` | a bearer token is asked for there; without \`METRICS_PORT\`, \`/metrics\` is on the main port, with the token |

\`\`\`yaml
scrape_configs:
  - job_name: inkblot
    authorization: { credentials_file: /etc/prometheus/inkblot-token } # with METRICS_TOKEN
    static_configs: [{ targets: ["inkblot:9464"] }]
\`\`\`

[Alert rules](../deploy/prometheus/alerts.yml), each with a section in the [runbook](runbook.md), and a
[dashboard for Grafana](../deploy/grafana/inkblot.json) are in \`deploy/\`. A test holds them to this list.

## OpenTelemetry

With \`OTEL_EXPORTER_OTLP_ENDPOINT\` the same metrics, under the same names, and traces go to an OTLP receiver:
[the settings](configuration.md) are those of the OpenTelemetry specification. Summaries are left out there.
A trace has a span for each request, named by its method and route, and below it spans for each operation
of the store and each medium that was rendered for it. The header \`traceparent\` is believed only with
\`OTEL_PROPAGATORS=tracecontext\`.

## What is not told

No address, uuid, guess, answer, token or secret is in a label or a span, and nothing else that a caller can
choose: routes are told by their patterns, methods that no route knows are \`other\`. The number of series is
bounded: the label \`site\` has the sitekeys of the first ${MOST_SITES} sites that are met, \`${OTHER_SITES}\`
for all beyond, and \`${CLASSIC}\` for the classic contract. A label that does not apply is empty.

## Of Inkblot

${table(own)}

## Of the process

${table(process)}
`;
}

function table(metrics: readonly Described[]): string {
  const rows = metrics.map(({ name, type, help, labelNames }) => {
    const labels = labelNames.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${labels} | ${help.trim()} |`;
  });
  return ['| Metric | Type | Labels | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}
