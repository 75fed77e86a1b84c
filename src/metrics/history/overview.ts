import type { Line } from './trail.ts';

/** What happened in this process within a range. Counts are by step of time, the oldest first. */
export interface Overview {
  readonly stepMs: number;
  /** When the first step began, and when the metrics were last read, in milliseconds of the wall clock. */
  readonly firstMs: number;
  readonly sampledMs: number;
  readonly isStoreUp: boolean;
  readonly issued: number[];
  readonly solved: number[];
  /** Answers that were wrong, came without their work or from another host. */
  readonly failed: number[];
  /** Requests beyond a limit, or of somebody who only fails. */
  readonly refused: number[];
  /** Steps of ladders that visitors were to meet, from 0. */
  readonly steps: { readonly step: number; readonly counts: number[] }[];
  readonly solveTimes: SolveTimes;
  /** By kind, level and style. What asks nothing of people is left out. */
  readonly styles: StyleAnswers[];
  /** What was refused, by what it was counted as; `failures` for whoever only fails. */
  readonly limits: { readonly cost: string; readonly refused: number }[];
}

/** How long right answers took: how many up to each limit, and last those beyond all of them. */
export interface SolveTimes {
  readonly upToSeconds: number[];
  readonly kinds: { readonly kind: string; readonly counts: number[] }[];
}

/** What people made of a style. */
export interface StyleAnswers {
  readonly kind: string;
  readonly level: number;
  /** Empty for a kind that has but one. */
  readonly style: string;
  readonly right: number;
  readonly wrong: number;
}

/** What lines of trails within one range say. */
export interface Lines {
  /** How many steps each of them has. */
  readonly length: number;
  readonly issued: readonly Line[];
  readonly answers: readonly Line[];
  readonly solveTimes: readonly Line[];
  readonly steps: readonly Line[];
  readonly limits: readonly Line[];
  readonly turnedAway: readonly Line[];
}

/** All that lines say. */
type Told = Omit<Overview, 'stepMs' | 'firstMs' | 'sampledMs' | 'isStoreUp'>;

/** Sums lines up as people ask for them. */
export function toOverview(lines: Lines): Told {
  const all = (some: readonly Line[]) => addUp(some, lines.length);
  const withOutcome = (...outcomes: readonly string[]) =>
    lines.answers.filter(({ labels }) => outcomes.includes(labels['outcome'] ?? ''));
  return {
    issued: all(lines.issued),
    solved: all(withOutcome('right')),
    failed: all(withOutcome('wrong', 'work', 'other-host')),
    refused: all([...lines.limits, ...lines.turnedAway]),
    steps: lines.steps
      .map(({ labels, counts }) => ({ step: Number(labels['step']), counts }))
      .sort((left, right) => left.step - right.step),
    solveTimes: toSolveTimes(lines.solveTimes),
    styles: toStyles(withOutcome('right', 'wrong')),
    limits: [
      ...lines.limits.map((line) => ({ cost: line.labels['cost'] ?? '', refused: sum(line) })),
      { cost: 'failures', refused: sum({ counts: all(lines.turnedAway) }) },
    ].filter(({ refused }) => refused > 0),
  };
}

/** A histogram of Prometheus counts all up to a limit; here each is counted once. */
function toSolveTimes(lines: readonly Line[]): SolveTimes {
  const limitOf = ({ labels }: Line) => Number(String(labels['le']).replace('+Inf', 'Infinity'));
  const limits = [...new Set(lines.map(limitOf))].sort((left, right) => left - right);
  const kinds = [...new Set(lines.map(({ labels }) => labels['kind'] ?? ''))].sort();
  return {
    upToSeconds: limits.filter(Number.isFinite),
    kinds: kinds.map((kind) => {
      const upTo = limits.map((limit) => {
        const line = lines.find((each) => each.labels['kind'] === kind && limitOf(each) === limit);
        return line ? sum(line) : 0;
      });
      return { kind, counts: upTo.map((count, n) => count - (upTo[n - 1] ?? 0)) };
    }),
  };
}

function toStyles(lines: readonly Line[]): StyleAnswers[] {
  const styles = new Map<string, { right: number; wrong: number }>();
  for (const line of lines) {
    const { kind, level, style, outcome } = line.labels;
    if (kind === 'work') continue;
    const key = JSON.stringify([kind, level, style]);
    const counted = styles.get(key) ?? { right: 0, wrong: 0 };
    counted[outcome === 'right' ? 'right' : 'wrong'] += sum(line);
    styles.set(key, counted);
  }
  return [...styles]
    .filter(([, { right, wrong }]) => right + wrong > 0)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, counted]) => {
      const [kind, level, style] = JSON.parse(key) as [string, string, string];
      return { kind, level: Number(level), style, ...counted };
    });
}

function sum({ counts }: Pick<Line, 'counts'>): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** The sum of lines, step by step. */
function addUp(lines: readonly Line[], length: number): number[] {
  return Array.from({ length }, (_, n) =>
    lines.reduce((total, { counts }) => total + (counts[n] ?? 0), 0),
  );
}
