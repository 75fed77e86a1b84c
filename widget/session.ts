import {
  type Challenge,
  type Client,
  createClient,
  type Issued,
  type IssueRequest,
  type Reply,
} from './client.ts';
import type { Kind } from './contract.ts';
import { isBlocked, watchBlocked } from './csp.ts';
import type { Fault, FinalFault } from './fault.ts';
import { type Gate, gateFor } from './gate.ts';
import { reduce } from './machine.ts';
import { type Effect, type Event, INITIAL, type Model, nextTickMs, type Told } from './model.ts';

/** What a session needs of the element around it. */
export interface Host {
  /** Base URL of the API, if one is known. */
  readonly base: string | null;
  readonly request: IssueRequest;
  readonly repeats: boolean;
  readonly repeatIntervalMs: number;
  /** What a robot has typed where no person can. */
  readonly honeypot: string;
  /**
   * Begins the work of a challenge and puts it where it is seen or heard; rejects if that cannot be
   * done. Resolves with the kind to take instead, if this one is not for this person.
   */
  show(challenge: Challenge, source: Source): Promise<Kind | undefined>;
  /** What the work of the challenge has brought, once it is done; rejects if it cannot be done. */
  proof(): Promise<string | undefined>;
  changed(model: Model, previous: Model): void;
  tell(told: Told): void;
  /** Whether somebody waits for the token, and so for the failure. */
  readonly awaited: boolean;
  /** Whether a challenge should follow a reset, as far as the element is concerned. */
  readonly restarts: boolean;
}

/** Where what is to be seen or heard comes from. */
export interface Source {
  /** Base URL of the API. */
  readonly base: string;
  /** Where it is, as seen from there. */
  readonly path: string;
  /** Which kind somebody has chosen. */
  readonly chosen: Kind | null;
  /** Aborted when the challenge is given up. */
  readonly signal: AbortSignal;
  /** The same as bytes; rejects, and then the challenge fails as the request did. */
  bytes(): Promise<Blob>;
  /** To be called if it cannot be had after all. */
  failed(): void;
}

/** One element's conversation with the server: runs what the machine decides. */
export class Session {
  #model = INITIAL;
  #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restart: ReturnType<typeof setTimeout> | undefined;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  get model(): Model {
    return this.#model;
  }

  /** Tells the machine what happened and does what it decides. */
  dispatch(event: Event): void {
    const previous = this.#model;
    const { model, effects } = reduce(previous, event, Date.now());
    this.#model = model;
    if (model !== previous) this.#host.changed(model, previous);
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
      this.#host.changed(this.#model, this.#model);
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
          if (this.#host.restarts) this.dispatch({ type: 'start', pressed: false });
        });
        return;
      case 'tell':
        this.#host.tell(effect);
        return;
      default: {
        const { signal } = this.#controller;
        this.#request(effect, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      }
    }
  }

  async #request(effect: RequestEffect, signal: AbortSignal): Promise<void> {
    const { base, request } = this.#host;
    const { epoch } = this.#model;
    if (base === null || request.sitekey === '') {
      console.error(
        `inkblot: the element needs a valid ${base === null ? 'api' : 'sitekey'} attribute`,
      );
      return this.#fail(epoch, { code: base === null ? 'bad-request' : 'sitekey' }, null);
    }
    watchBlocked();
    const client = createClient(base, fetch);
    const gate = gateFor(base, request.sitekey);
    if (effect.type === 'load') return this.#load(effect, client, gate, signal);
    if (effect.type === 'check') return this.#check(effect, client, gate, signal);
    const askedAtMs = Date.now();
    const reply = await client.extend(effect.id, signal);
    if (reply.ok && 'challenge' in reply.value) {
      const { id, expiresInMs } = reply.value.challenge;
      this.dispatch({ type: 'extended', id, expiresInMs, askedAtMs });
    } else if (!reply.ok && reply.fault.code === 'gone') {
      this.dispatch({ type: 'not-extendable' });
    }
  }

  async #load(
    { epoch, refresh, pressed, kind }: RequestEffect & { type: 'load' },
    client: Client,
    gate: Gate,
    signal: AbortSignal,
  ): Promise<void> {
    const waitMs = gate.waitMs(Date.now(), pressed);
    if (gate.fault && waitMs > LONGEST_SILENT_WAIT_MS) {
      const fault = Number.isFinite(waitMs) ? { ...gate.fault, retryAfterMs: waitMs } : gate.fault;
      return this.#fail(epoch, fault, null, { held: true });
    }
    const pauseMs = gate.fault && !pressed ? Math.max(waitMs, this.#host.repeatIntervalMs) : waitMs;
    await sleep(pauseMs);
    if (!pressed) await untilVisible();
    if (signal.aborted) return;

    const askedAtMs = Date.now();
    const reply = await this.#issue(client, refresh, kind, signal);
    if (!reply.ok) return this.#failLoad(epoch, reply.fault, gate);
    if ('token' in reply.value) {
      gate.succeeded();
      return this.dispatch({ type: 'granted', epoch, token: reply.value.token, askedAtMs });
    }
    const { challenge } = reply.value;
    const path = challenge.media?.path ?? '';
    let fault: Fault = { code: 'unavailable' };
    const source = {
      base: this.#host.base ?? '',
      path,
      chosen: kind,
      signal,
      bytes: async () => {
        const media = await client.media(path, signal);
        if (media.ok) return media.value;
        fault = media.fault;
        throw new Error(fault.code);
      },
      failed: () => {
        if (!signal.aborted) void this.#failLoad(this.#model.epoch, fault, gate);
      },
    };
    let instead: Kind | undefined;
    try {
      instead = await this.#host.show(challenge, source);
    } catch {
      return signal.aborted ? undefined : this.#failLoad(epoch, fault, gate);
    }
    if (signal.aborted) return;
    if (instead) {
      const next = { type: 'load', epoch, refresh: challenge.id, pressed, kind: instead } as const;
      return this.#load(next, client, gate, signal);
    }
    gate.succeeded();
    this.dispatch({ type: 'loaded', epoch, challenge, askedAtMs });
  }

  async #issue(
    client: Client,
    refresh: string | null,
    kind: Kind | null,
    signal: AbortSignal,
  ): Promise<Reply<Issued>> {
    const { request: asked } = this.#host;
    const request = { ...asked, kind: kind ?? asked.kind };
    if (refresh === null) return client.issue(request, signal);
    const { language } = request;
    const reply = await client.refresh(refresh, { kind: kind ?? undefined, language }, signal);
    return !reply.ok && reply.fault.code === 'gone' ? client.issue(request, signal) : reply;
  }

  async #check(
    { epoch, id, answer }: RequestEffect & { type: 'check' },
    client: Client,
    gate: Gate,
    signal: AbortSignal,
  ): Promise<void> {
    let work: string | undefined;
    try {
      work = await this.#host.proof();
    } catch {
      if (signal.aborted) return;
      return this.#fail(epoch, { code: 'unavailable' }, answer);
    }
    if (signal.aborted) return;
    const askedAtMs = Date.now();
    const honeypot = this.#host.honeypot || undefined;
    const reply = await client.answer(id, { answer: answer ?? undefined, work, honeypot }, signal);
    if (!reply.ok) {
      const { code } = reply.fault;
      if (code === 'gone') return this.dispatch({ type: 'refused', epoch, reason: 'gone' });
      const fault = await this.#finalFault({ ...reply.fault, code });
      gate.failed(fault, Date.now());
      return this.#fail(epoch, fault, answer);
    }
    gate.succeeded();
    if ('token' in reply.value) {
      const { token } = reply.value;
      return this.dispatch({ type: 'granted', epoch, token, askedAtMs });
    }
    this.dispatch({ type: 'refused', epoch, reason: reply.value.refused });
  }

  async #failLoad(epoch: number, fault: Fault, gate: Gate): Promise<void> {
    const { code } = fault;
    // A picture that is gone at once is the service's trouble.
    const final = await this.#finalFault({
      ...fault,
      code: code === 'gone' ? 'unavailable' : code,
    });
    gate.failed(final, Date.now());
    this.#fail(epoch, final, null);
  }

  async #finalFault(fault: FinalFault): Promise<FinalFault> {
    const { base } = this.#host;
    if (fault.code !== 'network' || base === null || !(await isBlocked(base))) return fault;
    return { code: 'blocked-by-csp' };
  }

  #fail(epoch: number, fault: FinalFault, answer: string | null, { held } = { held: false }): void {
    const silent = held && !this.#host.awaited;
    const mayRepeat = this.#host.repeats && navigator.onLine && !held;
    this.dispatch({ type: 'failed', epoch, fault, answer, mayRepeat, silent });
  }
}

type RequestEffect = Extract<Effect, { type: 'load' | 'check' | 'extend' }>;

// Longer than this, somebody wants to read why nothing happens.
const LONGEST_SILENT_WAIT_MS = 10_000;

function sleep(ms: number): Promise<unknown> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}

async function untilVisible(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) =>
      document.addEventListener('visibilitychange', resolve, { once: true }),
    );
  }
}
