import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningService } from '../support/processes/service.ts';
import {
  type FakeInkblot,
  sendJson,
  startFakeInkblot,
  waysToFail,
} from './support/fake-inkblot.ts';
import { FROM_ANOTHER_SITE, KEYS, post, startForum } from './support/forum.ts';

const TOKEN = { 'inkblot-response': `token.${'x'.repeat(97)}` };

describe('the form with the element and an ailing Inkblot', () => {
  let fake: FakeInkblot;
  let forum: RunningService;
  const folder = mkdtempSync(join(tmpdir(), 'forum-'));

  beforeAll(async () => {
    fake = await startFakeInkblot();
    // As compose gives it; with the line feed that editors leave.
    const file = join(folder, 'secret');
    writeFileSync(file, `${KEYS.SITE_SECRET}\n`);
    forum = await startForum(fake.url, { SITEKEY: KEYS.SITEKEY, SITE_SECRET_FILE: file });
  });

  afterEach(() => fake.reset());

  afterAll(async () => {
    expect(await forum?.stop()).toBe(0);
    await fake?.stop();
    rmSync(folder, { recursive: true });
  });

  const send = (fields: Record<string, string>, headers = {}) =>
    post(`${forum.origin}/register`, { ...TOKEN, ...fields }, headers);
  const home = async () => (await fetch(forum.origin)).text();

  it.each(Object.entries(waysToFail('success')))(
    'registers nobody when Inkblot %s',
    async (_name, misbehave) => {
      fake.onVerify = misbehave;
      const response = await send({ name: 'Phantom' });
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const page = await response.text();
      expect(page).toContain('Please try again later');
      expect(page).toContain('value="Phantom"');
      // It may still be good.
      expect(page).toContain(TOKEN['inkblot-response']);
      expect(await home()).not.toContain('Phantom');
    },
  );

  it('does not blame the person when Inkblot does not know the secret', async () => {
    fake.onVerify = (response) =>
      sendJson(response, 200, { success: false, 'error-codes': ['invalid-input-secret'] });
    expect((await send({ name: 'Phantom' })).status).toBe(503);
    await expect.poll(() => forum.output.join('\n')).toContain('does not know this SITE_SECRET');
  });

  it('registers nobody when Inkblot says no', async () => {
    fake.onVerify = (response) =>
      sendJson(response, 200, { success: false, 'error-codes': ['invalid-input-response'] });
    const response = await send({ name: 'Phantom' });
    expect(response.status).toBe(422);
    expect(await response.text()).not.toContain(TOKEN['inkblot-response']);
    expect(await home()).not.toContain('Phantom');
  });

  it('registers somebody when Inkblot says yes, having asked it once', async () => {
    expect((await send({ name: 'Somebody' })).status).toBe(303);
    expect(fake.requests).toEqual(['/v1/siteverify']);
    expect(await home()).toContain('Somebody');
  });

  it('asks Inkblot nothing about a form with other faults, or about what is no token', async () => {
    const faults = { name: ' x ', email: 'nobody', password: 'abc-123', 'inkblot-response': '' };
    const page = await (await send(faults)).text();
    for (const field of ['name', 'email', 'password', 'captcha']) {
      expect(page).toContain(`<a href="#${field}">`);
      expect(page).toContain(`id="${field}-error"`);
    }
    expect(page).not.toContain('abc-123');
    for (const token of ['x', '../'.repeat(40), 'x'.repeat(2001)]) {
      expect((await send({ 'inkblot-response': token })).status).toBe(422);
    }
    expect(fake.requests).toEqual([]);
  });

  it.each(FROM_ANOTHER_SITE)('refuses a form from another site: %o', async (headers) => {
    expect((await send({ name: 'Forged' }, headers)).status).toBe(403);
    expect(fake.requests).toEqual([]);
  });

  it('writes no token, secret, password or address to its log', async () => {
    const secrets = { email: 'log@example.org', password: 'logged-password' };
    fake.onVerify = (response) => response.destroy();
    await send({ name: 'Logged', ...secrets });
    await expect.poll(() => forum.output.join('\n')).toContain('could not be verified');
    for (const secret of [...Object.values(secrets), ...Object.values(TOKEN), KEYS.SITE_SECRET]) {
      expect(forum.output.join('\n')).not.toContain(secret);
    }
  });
});
