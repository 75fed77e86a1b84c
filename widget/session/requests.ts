import { type Client, createClient, type Issued, type Reply } from '../api/client.ts';
import { isBlocked, watchBlocked } from '../api/csp.ts';
import type { Fault, FinalFault } from '../api/fault.ts';
import type { Kind } from '../contract.ts';
import { sleep } from '../sleep.ts';
import { type Gate, gateFor } from './gate.ts';
import type { Host } from './host.ts';
import type { Effect, Event, Model } from './model.ts';

/** An effect that asks the server. */
export type RequestEffect = Extract<Effect, { type: 'load' | 'check' | 'extend' }>;

/** Who asks, and is told what came of it. */
export interface Asker {
  readonly host: Host;
  readonly model: Model;
  dispatch(event: Event): void;
}

/** What a request is made with. */
interface Means {
  readonly asker: Asker;
  readonly client: Client;
  readonly gate: Gate;
  readonly signal: AbortSignal;
}

// Longer than this, somebody wants to read why nothing happens.
const LONGEST_SILENT_WAIT_MS = 10_000;

/** Asks the server what an effect wants to know, and tells the asker. Rejects if `signal` is aborted. */
export async function request(
  effect: RequestEffect,
  asker: Asker,
  signal: AbortSignal,
): Promise<void> {
  const { base, request } = asker.host;
  if (base === null || request.sitekey === '') {
    console.error(
      `inkblot: the element needs a valid ${base === null ? 'api' : 'sitekey'} attribute`,
    );
    const code = base === null ? 'bad-request' : 'sitekey';
    return fail(asker, asker.model.epoch, { code }, null);
  }
  watchBlocked();
  const client = createClient(base, fetch);
  const means = { asker, client, gate: gateFor(base, request.sitekey), signal };
  if (effect.type === 'load') return load(effect, means);
  if (effect.type === 'check') return check(effect, means);
  const askedAtMs = Date.now();
  const reply = await client.extend(effect.id, signal);
  if (reply.ok && 'challenge' in reply.value) {
    const { id, expiresInMs } = reply.value.challenge;
    asker.dispatch({ type: 'extended', id, expiresInMs, askedAtMs });
  } else if (!reply.ok && reply.fault.code === 'gone') {
    asker.dispatch({ type: 'not-extendable' });
  }
}

async function load(effect: RequestEffect & { type: 'load' }, means: Means): Promise<void> {
  const { asker, client, gate, signal } = means;
  const { host } = asker;
  const { epoch, refresh, pressed, kind } = effect;
  const waitMs = gate.waitMs(Date.now(), pressed);
  if (gate.fault && waitMs > LONGEST_SILENT_WAIT_MS) {
    const fault = Number.isFinite(waitMs) ? { ...gate.fault, retryAfterMs: waitMs } : gate.fault;
    return fail(asker, epoch, fault, null, true);
  }
  const pauseMs = gate.fault && !pressed ? Math.max(waitMs, host.repeatIntervalMs) : waitMs;
  // In a later task at the earliest: a page may remove the element in this one, and nothing must be sent then.
  await sleep(pauseMs);
  if (!pressed) await untilVisible();
  if (signal.aborted) return;

  const askedAtMs = Date.now();
  const reply = await issue(means, refresh, kind);
  if (!reply.ok) return failLoad(means, epoch, reply.fault);
  if ('token' in reply.value) {
    gate.succeeded();
    return asker.dispatch({ type: 'granted', epoch, token: reply.value.token, askedAtMs });
  }
  const { challenge } = reply.value;
  const path = challenge.media?.path ?? '';
  let fault: Fault = { code: 'unavailable' };
  const source = {
    base: host.base ?? '',
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
      if (!signal.aborted) void failLoad(means, asker.model.epoch, fault);
    },
  };
  let instead: Kind | undefined;
  try {
    instead = await host.show(challenge, source);
  } catch {
    return signal.aborted ? undefined : failLoad(means, epoch, fault);
  }
  if (signal.aborted) return;
  if (instead) return load({ ...effect, refresh: challenge.id, kind: instead }, means);
  gate.succeeded();
  asker.dispatch({ type: 'loaded', epoch, challenge, askedAtMs });
}

async function issue(
  { asker, client, signal }: Means,
  refresh: string | null,
  kind: Kind | null,
): Promise<Reply<Issued>> {
  const { request: asked } = asker.host;
  const request = { ...asked, kind: kind ?? asked.kind };
  if (refresh === null) return client.issue(request, signal);
  const { language } = request;
  const reply = await client.refresh(refresh, { kind: kind ?? undefined, language }, signal);
  return !reply.ok && reply.fault.code === 'gone' ? client.issue(request, signal) : reply;
}

async function check(
  { epoch, id, answer }: RequestEffect & { type: 'check' },
  { asker, client, gate, signal }: Means,
): Promise<void> {
  const { host } = asker;
  let work: string | undefined;
  try {
    work = await host.proof();
  } catch {
    if (signal.aborted) return;
    return fail(asker, epoch, { code: 'unavailable' }, answer);
  }
  if (signal.aborted) return;
  const askedAtMs = Date.now();
  const honeypot = host.honeypot || undefined;
  const reply = await client.answer(id, { answer: answer ?? undefined, work, honeypot }, signal);
  if (!reply.ok) {
    const { code } = reply.fault;
    if (code === 'gone') return asker.dispatch({ type: 'refused', epoch, reason: 'gone' });
    const fault = await finalFault(host, { ...reply.fault, code });
    gate.failed(fault, Date.now());
    return fail(asker, epoch, fault, answer);
  }
  gate.succeeded();
  if ('token' in reply.value) {
    const { token } = reply.value;
    return asker.dispatch({ type: 'granted', epoch, token, askedAtMs });
  }
  asker.dispatch({ type: 'refused', epoch, reason: reply.value.refused });
}

async function failLoad({ asker, gate }: Means, epoch: number, fault: Fault): Promise<void> {
  const { code } = fault;
  // A picture that is gone at once is the service's trouble.
  const known = { ...fault, code: code === 'gone' ? 'unavailable' : code } as const;
  const final = await finalFault(asker.host, known);
  gate.failed(final, Date.now());
  fail(asker, epoch, final, null);
}

async function finalFault({ base }: Host, fault: FinalFault): Promise<FinalFault> {
  if (fault.code !== 'network' || base === null || !(await isBlocked(base))) return fault;
  return { code: 'blocked-by-csp' };
}

/** `held` says that the gate let nothing through: nothing was asked. */
function fail(
  asker: Asker,
  epoch: number,
  fault: FinalFault,
  answer: string | null,
  held = false,
): void {
  const { host } = asker;
  const silent = held && !host.awaited;
  const mayRepeat = host.repeats && navigator.onLine && !held;
  asker.dispatch({ type: 'failed', epoch, fault, answer, mayRepeat, silent });
}

async function untilVisible(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) =>
      document.addEventListener('visibilitychange', resolve, { once: true }),
    );
  }
}
