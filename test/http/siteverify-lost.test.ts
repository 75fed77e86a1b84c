// What becomes of a token when a reply is lost on its way: from the store, or to the site's server.

import { connect, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/store/memory.ts';
import { type Store, StoreError } from '../../src/store/store.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';
import { pageOf } from '../support/http/page.ts';
import { FORM, form, RECAPTCHA, siteServerOf, TURNSTILE } from '../support/http/siteverify.ts';
import { eventually } from '../support/processes/ports.ts';

const { secret } = TEST_SITE;

let service: TestApp;
beforeEach(async () => {
  service = await createTestApp();
});
afterEach(() => service.app.close());

const { solve } = pageOf(() => service);
const post = siteServerOf(() => service);

describe('a token', () => {
  it('is not lost with a client that has gone before it was answered', async () => {
    const gate = createGate('token:');
    await service.app.close();
    service = await createTestApp({ store: gate.store });
    const body = form({ secret, response: await solve() });
    await hangUpAt(gate, RECAPTCHA, body);
    await eventually(async () => (await post(RECAPTCHA, body, FORM)).success);
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(false);
  });

  it('that is asked for again by its key is not good for anybody else, though a reply is lost', async () => {
    const gate = createGate('token:');
    await service.app.close();
    service = await createTestApp({ store: gate.store });
    const response = await solve();
    const ask = (key: string) =>
      post(TURNSTILE, form({ secret, response, idempotency_key: key }), FORM);
    expect((await ask('first')).success).toBe(true);
    await hangUpAt(gate, TURNSTILE, form({ secret, response, idempotency_key: 'first' }));
    // By then the question that was let go on has come to its end.
    await service.app.inject({ url: '/healthz' });
    expect((await ask('second')).success).toBe(false);
    expect((await ask('first')).success).toBe(true);
  });
});

describe('a store of which nobody knows whether it did as asked', () => {
  /** While it is down it does, and the reply is lost. */
  async function startUnsure() {
    const inner = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs: () => 0 });
    const lost = () => Promise.reject(new StoreError('unavailable', 'no answer'));
    const state = { isDown: false };
    await service.app.close();
    service = await createTestApp({
      store: {
        ...inner,
        claim: async (key, name, keepMs) => {
          const value = await inner.claim(key, name, keepMs);
          return state.isDown ? lost() : value;
        },
        release: (key, name, ttlMs) => (state.isDown ? lost() : inner.release(key, name, ttlMs)),
      },
    });
    return state;
  }

  it('costs nobody a token: who is told to ask again gets it, once', async () => {
    const state = await startUnsure();
    const body = form({ secret, response: await solve() });
    state.isDown = true;
    for (let n = 0; n < 3; n++) {
      const { statusCode } = await service.app.inject({ url: `${RECAPTCHA}?${body}` });
      expect(statusCode).toBe(503);
    }
    state.isDown = false;
    // At once: it need not wait until the service tries again.
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(true);
    expect((await post(RECAPTCHA, body, FORM)).success).toBe(false);
  });

  it('gives it to whoever says that it is the same question, and to nobody else', async () => {
    const state = await startUnsure();
    const response = await solve();
    const ask = (key: string) => form({ secret, response, idempotency_key: key });
    state.isDown = true;
    await service.app.inject({ url: `${TURNSTILE}?${ask('first')}` });
    state.isDown = false;
    expect((await post(TURNSTILE, ask('second'), FORM)).success).toBe(false);
    expect((await post(TURNSTILE, ask('first'), FORM)).success).toBe(true);
  });
});

describe('a store that fails', () => {
  it('is no verdict: 503, to be asked again', async () => {
    const response = await solve();
    const fields = form({ secret, response });
    const fail = () => Promise.reject(new StoreError('unavailable', 'down'));
    const failing = await createTestApp({
      store: {
        set: fail,
        take: fail,
        claim: fail,
        release: fail,
        memory: fail,
        get: fail,
        extend: fail,
        increment: fail,
        ping: fail,
        close: async () => {},
      },
    });
    const answer = await failing.app.inject({
      method: 'POST',
      url: RECAPTCHA,
      headers: { 'content-type': FORM },
      payload: fields,
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('"success":true');
    await failing.app.close();
  });
});

/** A store that holds up the next look at a key that begins like this, once it is closed. */
function createGate(prefix: string) {
  const inner = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs: () => 0 });
  let held: { asked: () => void; open: Promise<void> } | undefined;
  const look = async (key: string, read: (key: string) => Promise<string | null>) => {
    if (held && key.startsWith(prefix)) {
      held.asked();
      await held.open;
    }
    return read(key);
  };
  const store: Store = {
    ...inner,
    take: (key) => look(key, inner.take),
    claim: (key, name, keepMs) => look(key, () => inner.claim(key, name, keepMs)),
    get: (key) => look(key, inner.get),
  };
  return {
    store,
    /** Resolves when somebody looks; `open` lets them go on. */
    close: () => {
      const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
      const { promise, resolve } = Promise.withResolvers<void>();
      held = { asked, open: promise };
      const open = () => {
        held = undefined;
        resolve();
      };
      return { isAsked, open };
    },
  };
}

/** Asks, and is gone before the store has answered. */
async function hangUpAt(
  gate: ReturnType<typeof createGate>,
  path: string,
  body: string,
): Promise<void> {
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = service.app.server.address() as { port: number };
  const { isAsked, open } = gate.close();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await isAsked;
  socket.resetAndDestroy();
  await eventually(async () => (await countConnections(service.app.server)) === 0);
  open();
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
