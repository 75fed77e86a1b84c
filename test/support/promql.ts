import { parser } from '@prometheus-io/lezer-promql';

/** One selector of an expression: a metric, and what its labels must be. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly {
    readonly label: string;
    readonly operator: string;
    readonly value: string;
  }[];
}

/** What an expression of PromQL names. */
export interface Named {
  readonly selectors: readonly Selector[];
  /** Labels by which is summed or joined. */
  readonly grouping: readonly string[];
}

/** Reads an expression with the parser of Prometheus. Throws a SyntaxError if it is none. */
export function readPromql(expression: string): Named {
  const selectors: { metric: string; matchers: Selector['matchers'][number][] }[] = [];
  const grouping: string[] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter: ({ name, node, type }) => {
      if (type.isError) throw new SyntaxError(`not PromQL at ${node.from}: ${expression}`);
      if (name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      if (name === 'Identifier') Object.assign(selectors.at(-1) ?? {}, { metric: textOf(node) });
      if (name === 'UnquotedLabelMatcher') {
        const [, label = '', operator = '', value = ''] =
          /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/s.exec(textOf(node)) ?? [];
        selectors.at(-1)?.matchers.push({ label, operator, value });
      }
      if (name === 'LabelName' && node.parent?.name === 'GroupingLabels') {
        grouping.push(textOf(node));
      }
    },
  });
  return { selectors, grouping };
}
