import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';
import { BUDGETS } from '../abuse/budgets.ts';
import type { MediaJob } from '../media/job.ts';
import { STORE_VERBS } from './store.ts';

/** From a tenth of a millisecond, less than a picture takes, to the time limit of a thread. */
const DRAWING_SECONDS = [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** From a store next door to one that is given up. */
const STORE_SECONDS = [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** From what is ready to what waits for all that it can. */
const WAITING_SECONDS = [5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** As people need: from faster than any to the end of the first two minutes. */
const SOLVING_SECONDS = [1, 2, 4, 8, 16, 32, 64, 128];

const JOB_KINDS = ['picture', 'motion', 'sound', 'puzzle'] as const satisfies MediaJob['kind'][];

/**
 * Defines all that is counted as it happens. A label takes values of ours and names that the operator gave,
 * never what a caller can choose: their number is bounded, and nothing secret gets there.
 */
export function createSeries(registry: Registry) {
  const registers = [registry];
  const series = {
    issued: new Counter({
      name: 'inkblot_challenges_issued_total',
      help: 'Challenges that were issued.',
      labelNames: ['site', 'kind', 'level', 'style'],
      registers,
    }),
    answers: new Counter({
      name: 'inkblot_challenge_answers_total',
      help: 'Answers by what they were worth: `right`, `wrong`, `work` (without its proof of work), `other-host`; and, without the other labels, `gone` (no such challenge is open) and `repeated` (a right answer whose reply was lost).',
      labelNames: ['site', 'kind', 'level', 'style', 'outcome'],
      registers,
    }),
    solveDuration: new Histogram({
      name: 'inkblot_challenge_solve_duration_seconds',
      help: 'From the opening of a challenge of a site to its right answer.',
      labelNames: ['kind', 'level'],
      buckets: SOLVING_SECONDS,
      registers,
    }),
    steps: new Counter({
      name: 'inkblot_ladder_steps_total',
      help: 'Steps of the ladder that visitors were to meet; 0 is for whoever nothing is held against.',
      labelNames: ['site', 'step'],
      registers,
    }),
    turnedAway: new Counter({
      name: 'inkblot_visitors_refused_total',
      help: 'Requests for a challenge that were refused because their sender only fails.',
      labelNames: ['site'],
      registers,
    }),
    verified: new Counter({
      name: 'inkblot_tokens_verified_total',
      help: 'Questions of sites’ servers whether a token is good, by the vendor in whose words they ask and the verdict: `ok`, or why not.',
      labelNames: ['site', 'flavour', 'outcome'],
      registers,
    }),
    limitRefusals: new Counter({
      name: 'inkblot_limit_refusals_total',
      help: 'Requests that were answered 429, by what they were counted as.',
      labelNames: ['cost'],
      registers,
    }),
    limitsExceeded: new Counter({
      name: 'inkblot_limits_exceeded_total',
      help: 'Budgets that a refused request exceeds: of its client, of its network, of the site.',
      labelNames: ['budget'],
      registers,
    }),
    drawingDuration: new Histogram({
      name: 'inkblot_drawing_duration_seconds',
      help: 'How long a thread was at one medium, those made ahead of need included.',
      labelNames: ['kind'],
      buckets: DRAWING_SECONDS,
      registers,
    }),
    renderDuration: new Histogram({
      name: 'inkblot_render_duration_seconds',
      help: 'From the wish for a medium that somebody waits for to the medium: the wait for a thread, and the drawing.',
      labelNames: ['kind'],
      buckets: WAITING_SECONDS,
      registers,
    }),
    renderFailures: new Counter({
      name: 'inkblot_render_failures_total',
      help: 'Media that somebody waited for in vain: `busy` (the queue was full, the wait too long, or the thread lost) or `error`.',
      labelNames: ['kind', 'reason'],
      registers,
    }),
    threadsLost: new Counter({
      name: 'inkblot_drawing_threads_lost_total',
      help: 'Drawing threads that ended or hung, and were replaced.',
      registers,
    }),
    storeDuration: new Histogram({
      name: 'inkblot_store_operation_duration_seconds',
      help: 'How long the store took, failures included.',
      labelNames: ['operation'],
      buckets: STORE_SECONDS,
      registers,
    }),
    storeErrors: new Counter({
      name: 'inkblot_store_errors_total',
      help: 'Operations that the store could not do: `unavailable` (no answer) or `full` (no room).',
      labelNames: ['operation', 'reason'],
      registers,
    }),
    storeUp: new Gauge({
      name: 'inkblot_store_up',
      help: 'Whether there is a connection to the store: 1 or 0. A memory store is always up.',
      registers,
    }),
    styleWeight: new Gauge({
      name: 'inkblot_style_weight',
      help: 'How often a style is drawn against one in the band: 1, or less while people fail it. All replicas tell the same.',
      labelNames: ['kind', 'level', 'style'],
      registers,
    }),
    styleAnswers: new Gauge({
      name: 'inkblot_style_first_answers',
      help: 'First answers of the last 12 to 24 hours, by all replicas together, right and wrong.',
      labelNames: ['kind', 'level', 'style', 'outcome'],
      registers,
    }),
    requestDuration: new Histogram({
      name: 'inkblot_http_request_duration_seconds',
      help: 'From the head of a request to the end of its answer, by the pattern of its route. No route: there is nothing at the address.',
      labelNames: ['method', 'route', 'status'],
      buckets: WAITING_SECONDS,
      registers,
    }),
  };
  // What has not happened yet is 0, so that its first time is an increase.
  for (const operation of STORE_VERBS) {
    for (const reason of ['unavailable', 'full']) series.storeErrors.inc({ operation, reason }, 0);
  }
  for (const kind of JOB_KINDS) {
    for (const reason of ['busy', 'error']) series.renderFailures.inc({ kind, reason }, 0);
  }
  for (const cost of Object.keys(BUDGETS)) series.limitRefusals.inc({ cost }, 0);
  return series;
}

/** All that is counted as it happens. */
export type Series = ReturnType<typeof createSeries>;
