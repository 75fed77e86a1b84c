import type { Host } from './host.ts';
import { reduce } from './machine.ts';
import { type Effect, type Event, INITIAL, type Model, nextTickMs } from './model.ts';
import { request } from './requests.ts';

/** One element's conversation with the server: runs what the machine decides. */
export class Session {
  #model = INITIAL;
  #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;
  readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  get model(): Model {
    return this.#model;
  }

  /** Tells the machine what happened and does what it decides. */
  dispatch(event: Event): void {
    const previous = this.#model;
    const { model, effects } = reduce(previous, event, Date.now());
    this.#model = model;
    if (model !== previous) this.host.changed(model, previous);
    this.#plan();
    for (const effect of effects) this.#run(effect);
  }

  /** Stops the clock, and what is under way. */
  leave(): void {
    this.dispatch({ type: 'leave' });
    clearTimeout(this.#timer);
    clearTimeout(this.#restart);
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const nowMs = Date.now();
    const nextMs = nextTickMs(this.#model, nowMs);
    if (nextMs === null) return;
    const tick = () => {
      this.dispatch({ type: 'tick' });
      this.host.changed(this.#model, this.#model);
    };
    this.#timer = setTimeout(tick, Math.max(50, nextMs - nowMs));
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'abort':
        this.#controller.abort();
        this.#controller = new AbortController();
        clearTimeout(this.#restart);
        return;
      case 'restart':
        // A page may remove the element in the same task, and nothing must be sent then.
        this.#restart = setTimeout(() => {
          if (this.host.restarts) this.dispatch({ type: 'start', pressed: false });
        });
        return;
      case 'tell':
        this.host.tell(effect);
        return;
      default: {
        const { signal } = this.#controller;
        request(effect, this, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      }
    }
  }
}
