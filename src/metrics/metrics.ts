import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import type { Calibration } from '../challenge/calibration.ts';
import type { MediaJob, Render } from '../media/job.ts';
import type { Store } from '../store/store.ts';
import { observeCalibration } from './calibration.ts';
import { createCount, type ServiceEvent } from './count.ts';
import { createHistory, type History } from './history/history.ts';
import { observeRender } from './render.ts';
import { createSeries } from './series.ts';
import { type State, watchState } from './state.ts';
import { observeStore } from './store.ts';

/**
 * The metrics of the service. The parts know nothing of them: they tell of events, or are wrapped, or are
 * looked at when somebody reads.
 *
 * Whoever wants the numbers in this process reads `registry`: `getMetricsAsJSON()` has each metric with its
 * values and labels; `docs/metrics.md` lists them. Reading begins the figures of the event loop's delay anew.
 */
export interface Metrics {
  readonly registry: Registry;
  /** Counts what parts of the service tell of. */
  count(event: ServiceEvent): void;
  /** Counts the time that a thread was at one medium. */
  drawn(kind: MediaJob['kind'], durationMs: number): void;
  threadLost(): void;
  /** Notes whether there is a connection to the store. */
  storeIs(state: 'up' | 'down'): void;
  ofStore(store: Store): Store;
  ofRender(render: Render): Render;
  ofCalibration(calibration: Calibration): Calibration;
  /** Adds what is looked at when somebody reads. Once. */
  watch(state: State): void;
  /** Begins a history of them. */
  history(nowMs: () => number): History;
}

/** Twenty milliseconds: a loop that is held up for longer is seen, and looking costs next to nothing. */
const EVENT_LOOP_RESOLUTION_MS = 20;

/** Creates the metrics, with the usual figures of a process of Node. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const series = createSeries(registry);
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: EVENT_LOOP_RESOLUTION_MS,
  });
  return {
    registry,
    count: createCount(series),
    drawn: (kind, durationMs) => series.drawingDuration.observe({ kind }, durationMs / 1000),
    threadLost: () => series.threadsLost.inc(),
    storeIs: (state) => series.storeUp.set(state === 'up' ? 1 : 0),
    ofStore: (store) => observeStore(store, series),
    ofRender: (render) => observeRender(render, series),
    ofCalibration: (calibration) => observeCalibration(calibration, series),
    watch: (state) => watchState(registry, state),
    history: (nowMs) => createHistory(series, nowMs),
  };
}
