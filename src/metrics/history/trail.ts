import { createRing, type Ring, type Span } from './ring.ts';

type Labels = Readonly<Record<string, string | number>>;

/** A counter or a histogram of the registry, as far as it is read here. */
export interface Metric {
  get(): Promise<{
    readonly values: readonly {
      readonly value: number;
      readonly labels: Readonly<Partial<Labels>>;
    }[];
  }>;
}

/** How a metric grew, for each combination of some of its labels. */
export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: number[];
}

/** What became of a metric over time. */
export interface Trail<Name extends string> {
  /** Reads the metric, and takes what it grew by since the last time for what happened at `atMs`. */
  sample(atMs: number): Promise<void>;
  /** What happened within a span that ends at `nowMs`. */
  read(span: Name, nowMs: number): Line[];
}

/**
 * Follows a metric by these labels, summed over all others. What lacks one of them is another figure of a
 * histogram. Of a metric with more than `mostLines` combinations those that are met later are left out.
 */
export function createTrail<Name extends string>(
  metric: Metric,
  names: readonly string[],
  spans: Readonly<Record<Name, Span>>,
  mostLines: number,
): Trail<Name> {
  const lines = new Map<string, TrailLine<Name>>();

  function lineOf(labels: Readonly<Record<string, string>>): TrailLine<Name> | undefined {
    const key = JSON.stringify(labels);
    const known = lines.get(key);
    if (known || lines.size >= mostLines) return known;
    const rings = {} as Record<Name, Ring>;
    for (const [name, span] of Object.entries<Span>(spans)) rings[name as Name] = createRing(span);
    const line = { labels, rings, seen: 0, total: 0 };
    lines.set(key, line);
    return line;
  }

  return {
    sample: async (atMs) => {
      const { values } = await metric.get();
      for (const line of lines.values()) line.total = 0;
      for (const { labels, value } of values) {
        if (names.some((name) => labels[name] === undefined)) continue;
        const line = lineOf(Object.fromEntries(names.map((name) => [name, String(labels[name])])));
        if (line) line.total += value;
      }
      for (const line of lines.values()) {
        const grown = line.total - line.seen;
        line.seen = line.total;
        if (grown > 0) for (const ring of Object.values<Ring>(line.rings)) ring.add(atMs, grown);
      }
    },
    read: (span, nowMs) =>
      [...lines.values()].map(({ labels, rings }) => ({
        labels,
        counts: rings[span].read(nowMs),
      })),
  };
}

interface TrailLine<Name extends string> {
  readonly labels: Readonly<Record<string, string>>;
  readonly rings: Readonly<Record<Name, Ring>>;
  /** How much the metric was when it was last read. */
  seen: number;
  total: number;
}
