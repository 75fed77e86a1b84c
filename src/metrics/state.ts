import { Gauge, type Registry } from '@prometheus-io/client';

/** What the service is at the moment: looked at when somebody reads, and only then. */
export interface State {
  readonly version: string;
  /** Of the threads that draw. */
  readonly drawing: () => {
    readonly threads: number;
    readonly busy: number;
    readonly queued: number;
  };
  /** The most that may wait. */
  readonly drawingQueue: number;
  /** How many pictures are ready. */
  readonly ready: () => number;
  /** How many are to be. */
  readonly pictureStock: number;
}

/** Defines what is looked at. */
export function watchState(registry: Registry, state: State): void {
  gauge('inkblot_drawing_threads', 'Threads that can draw.', () => state.drawing().threads);
  gauge('inkblot_drawing_threads_busy', 'Threads that are drawing.', () => state.drawing().busy);
  gauge(
    'inkblot_drawing_queue_jobs',
    'Media that wait for a thread and that somebody waits for.',
    () => state.drawing().queued,
  );
  gauge(
    'inkblot_drawing_queue_limit_jobs',
    'The most pictures that may wait (`DRAWING_QUEUE`).',
    () => state.drawingQueue,
  );
  gauge('inkblot_stock_pictures', 'Pictures that are ready.', state.ready);
  gauge(
    'inkblot_stock_limit_pictures',
    'The most pictures that are kept ready (`PICTURE_STOCK`).',
    () => state.pictureStock,
  );
  new Gauge({
    name: 'inkblot_build_info',
    help: 'Always 1; the version is its label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: state.version }, 1);

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}
