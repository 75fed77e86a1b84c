/** A query of a panel, and how its series are called. */
type Query = readonly [expr: string, legend: string];

/** What a panel of the dashboard shows. */
export interface Panel {
  readonly title: string;
  /** Of Grafana: `reqps`, `s`, `percentunit`, `bytes`, `short`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** What it tells, where the title does not. */
  readonly about?: string;
  /** A number instead of a curve. */
  readonly isNumber?: boolean;
  /** Whether the series are parts of a whole. */
  readonly isStacked?: boolean;
}

const OWN = 'job=~"$job", instance=~"$instance"';
const SITE = `${OWN}, site=~"$site"`;

const rate = (metric: string, labels = OWN) => `rate(${metric}{${labels}}[$__rate_interval])`;
const sumRate = (by: string, metric: string, labels = OWN) =>
  `sum by (${by}) (${rate(metric, labels)})`;
const quantile = (q: number, by: string, metric: string, labels = OWN) =>
  `histogram_quantile(${q}, sum by (le, ${by}) (${rate(`${metric}_bucket`, labels)}))`;
const share = (part: string, whole: string) => `${part} / ${whole}`;

const ANSWERS = 'inkblot_challenge_answers_total';
const REQUESTS = 'inkblot_http_request_duration_seconds';
const rightOf = (by: string) =>
  share(
    sumRate(by, ANSWERS, `${SITE}, outcome="right"`),
    sumRate(by, ANSWERS, `${SITE}, outcome=~"right|wrong"`),
  );

/** The rows of the dashboard. */
export const ROWS: readonly (readonly [title: string, panels: readonly Panel[]])[] = [
  [
    'At a glance',
    [
      {
        title: 'Challenges a second',
        unit: 'short',
        isNumber: true,
        queries: [[`sum(${rate('inkblot_challenges_issued_total', SITE)})`, 'challenges']],
      },
      {
        title: 'Answers that are right',
        unit: 'percentunit',
        isNumber: true,
        queries: [[rightOf('job'), '{{job}}']],
      },
      {
        title: 'Answers with a 5xx',
        unit: 'percentunit',
        isNumber: true,
        queries: [
          [
            share(
              sumRate('job', `${REQUESTS}_count`, `${OWN}, status=~"5.."`),
              sumRate('job', `${REQUESTS}_count`),
            ),
            '{{job}}',
          ],
        ],
      },
      {
        title: 'Replicas with a store',
        unit: 'short',
        isNumber: true,
        queries: [[`sum(inkblot_store_up{${OWN}})`, 'replicas']],
      },
      {
        title: 'Threads that can draw',
        unit: 'short',
        isNumber: true,
        queries: [[`sum(inkblot_drawing_threads{${OWN}})`, 'threads']],
      },
      {
        title: 'Versions',
        unit: 'short',
        isNumber: true,
        queries: [[`count by (version) (inkblot_build_info{${OWN}})`, '{{version}}']],
      },
    ],
  ],
  [
    'People and programs',
    [
      {
        title: 'Answers by what they were worth',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('outcome', ANSWERS), '{{outcome}}']],
      },
      {
        title: 'Answers that are right, by kind',
        unit: 'percentunit',
        queries: [[rightOf('kind, level'), '{{kind}} {{level}}']],
      },
      {
        title: 'First answers that are right, by style',
        about: 'Of people of whom nothing bad is known, in the last 12 to 24 hours.',
        unit: 'percentunit',
        queries: [
          [
            share(
              `max by (kind, level, style) (inkblot_style_first_answers{${OWN}, outcome="right"})`,
              `sum by (kind, level, style) (max by (kind, level, style, outcome) (inkblot_style_first_answers{${OWN}}))`,
            ),
            '{{kind}} {{level}} {{style}}',
          ],
        ],
      },
      {
        title: 'How often a style is drawn',
        about: 'Less than 1: too few or too many pass it.',
        unit: 'short',
        queries: [
          [
            `min by (kind, level, style) (inkblot_style_weight{${OWN}})`,
            '{{kind}} {{level}} {{style}}',
          ],
        ],
      },
      {
        title: 'Challenges by kind',
        unit: 'reqps',
        isStacked: true,
        queries: [
          [sumRate('kind, level', 'inkblot_challenges_issued_total', SITE), '{{kind}} {{level}}'],
        ],
      },
      {
        title: 'Challenges by site',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('site', 'inkblot_challenges_issued_total', SITE), '{{site}}']],
      },
      {
        title: 'Time to a right answer',
        unit: 's',
        queries: [
          [quantile(0.5, 'kind', 'inkblot_challenge_solve_duration_seconds'), '{{kind}}: half'],
          [quantile(0.9, 'kind', 'inkblot_challenge_solve_duration_seconds'), '{{kind}}: 90 %'],
        ],
      },
      {
        title: 'Steps of the ladder that are met',
        about: '0 is for whoever nothing is held against.',
        unit: 'reqps',
        isStacked: true,
        queries: [
          [sumRate('step', 'inkblot_ladder_steps_total', SITE), 'step {{step}}'],
          [`sum(${rate('inkblot_visitors_refused_total', SITE)})`, 'refused'],
        ],
      },
      {
        title: 'Tokens that are verified',
        unit: 'reqps',
        isStacked: true,
        queries: [
          [
            sumRate('flavour, outcome', 'inkblot_tokens_verified_total'),
            '{{flavour}}: {{outcome}}',
          ],
        ],
      },
    ],
  ],
  [
    'Limits',
    [
      {
        title: 'Requests that are refused',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('cost', 'inkblot_limit_refusals_total'), '{{cost}}']],
      },
      {
        title: 'Budgets that they exceed',
        unit: 'reqps',
        queries: [[sumRate('budget', 'inkblot_limits_exceeded_total'), '{{budget}}']],
      },
    ],
  ],
  [
    'HTTP',
    [
      {
        title: 'Requests by route',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('method, route', `${REQUESTS}_count`), '{{method}} {{route}}']],
      },
      {
        title: 'Answers by status',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('status', `${REQUESTS}_count`), '{{status}}']],
      },
      {
        title: 'The slowest in a hundred, by route',
        unit: 's',
        queries: [[quantile(0.99, 'route', REQUESTS), '{{route}}']],
      },
    ],
  ],
  [
    'Drawing',
    [
      {
        title: 'Media that are drawn',
        unit: 'reqps',
        isStacked: true,
        queries: [[sumRate('kind', 'inkblot_drawing_duration_seconds_count'), '{{kind}}']],
      },
      {
        title: 'Time of a thread for a medium',
        unit: 's',
        queries: [
          [quantile(0.5, 'kind', 'inkblot_drawing_duration_seconds'), '{{kind}}: half'],
          [quantile(0.99, 'kind', 'inkblot_drawing_duration_seconds'), '{{kind}}: 99 %'],
        ],
      },
      {
        title: 'Wait for a medium',
        about: 'With the wait for a thread, of those that somebody waits for.',
        unit: 's',
        queries: [[quantile(0.99, 'kind', 'inkblot_render_duration_seconds'), '{{kind}}: 99 %']],
      },
      {
        title: 'Queue and stock',
        unit: 'short',
        queries: [
          [`sum(inkblot_drawing_queue_jobs{${OWN}})`, 'wait'],
          [`sum(inkblot_drawing_queue_limit_jobs{${OWN}})`, 'may wait'],
          [`sum(inkblot_stock_pictures{${OWN}})`, 'ready'],
          [`sum(inkblot_stock_limit_pictures{${OWN}})`, 'kept ready'],
        ],
      },
      {
        title: 'Threads',
        unit: 'short',
        queries: [
          [`sum(inkblot_drawing_threads{${OWN}})`, 'can draw'],
          [`sum(inkblot_drawing_threads_busy{${OWN}})`, 'draw'],
          [`sum(increase(inkblot_drawing_threads_lost_total{${OWN}}[$__rate_interval]))`, 'lost'],
        ],
      },
      {
        title: 'Media that are not had',
        unit: 'reqps',
        queries: [
          [sumRate('kind, reason', 'inkblot_render_failures_total'), '{{kind}}: {{reason}}'],
        ],
      },
    ],
  ],
  [
    'Store',
    [
      {
        title: 'Operations',
        unit: 'reqps',
        isStacked: true,
        queries: [
          [sumRate('operation', 'inkblot_store_operation_duration_seconds_count'), '{{operation}}'],
        ],
      },
      {
        title: 'The slowest in a hundred',
        unit: 's',
        queries: [
          [
            quantile(0.99, 'operation', 'inkblot_store_operation_duration_seconds'),
            '{{operation}}',
          ],
        ],
      },
      {
        title: 'Failures',
        unit: 'reqps',
        queries: [
          [sumRate('operation, reason', 'inkblot_store_errors_total'), '{{operation}}: {{reason}}'],
        ],
      },
    ],
  ],
  [
    'Process',
    [
      {
        title: 'Processors',
        unit: 'short',
        queries: [[rate('process_cpu_seconds_total'), '{{instance}}']],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [
          [`process_resident_memory_bytes{${OWN}}`, '{{instance}}'],
          [`nodejs_heap_size_used_bytes{${OWN}}`, '{{instance}}: heap'],
        ],
      },
      {
        title: 'Event loop',
        about: 'How long something that is due waits for its turn.',
        unit: 's',
        queries: [[`nodejs_eventloop_lag_p99_seconds{${OWN}}`, '{{instance}}: 99 %']],
      },
      {
        title: 'Collecting garbage',
        unit: 'percentunit',
        queries: [[sumRate('kind', 'nodejs_gc_duration_seconds_sum'), '{{kind}}']],
      },
      {
        title: 'Open files',
        unit: 'short',
        queries: [[`process_open_fds{${OWN}}`, '{{instance}}']],
      },
    ],
  ],
];
