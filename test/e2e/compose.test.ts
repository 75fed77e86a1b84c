import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { post, startForum } from '../browser/support/forum.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

interface Compose {
  services: Record<string, { environment: Record<string, string>; command: string[] }>;
}

const compose: Compose = parse(
  readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8'),
  { merge: true },
);

// As processes: what the engine itself does, scripts/check-image.sh checks where there is one.
describe('the services of compose.yaml, with nothing set by anybody', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-compose-'));
  let inkblot: RunningService;
  let forum: RunningService;

  const makeSecret = () => {
    const [script = ''] = compose.services['site-secret']?.command ?? [];
    execFileSync('sh', ['-euc', script.replace('/secrets', folder)]);
    return readFileSync(join(folder, 'site_secret'), 'utf8');
  };

  function environmentOf(name: string): Record<string, string> {
    const environment = compose.services[name]?.environment ?? {};
    const entries = Object.entries(environment).map(([key, value]) => [
      key,
      value.replaceAll(/\$\{\w+:-(.*?)\}/g, '$1').replace('/secrets', folder),
    ]);
    return Object.fromEntries(entries);
  }

  beforeAll(async () => {
    makeSecret();
    inkblot = await startService({ ...environmentOf('inkblot'), STORE_URL: 'memory:' });
    const { CAPTCHA_URL: _, ...environment } = environmentOf('forum');
    forum = await startForum(inkblot.origin, environment);
  });
  afterAll(async () => {
    await forum?.stop();
    await inkblot?.stop();
    rmSync(folder, { recursive: true });
  });

  it('keep the secret that was made at the first start', () => {
    const secret = makeSecret();
    expect(secret).toMatch(/^[\da-f]{40}$/);
    expect(makeSecret()).toBe(secret);
  });

  it('share it', async () => {
    // A verdict: with another secret it would be a 503.
    const token = `token.${'x'.repeat(97)}`;
    const response = await post(`${forum.origin}/register`, { 'inkblot-response': token });
    expect(response.status).toBe(422);
  });

  it('open a challenge for a page of the forum, and for no other', async () => {
    const statusFor = async (origin: string) => {
      const response = await fetch(`${inkblot.origin}/v1/challenges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ sitekey: 'forum' }),
      });
      return response.status;
    };
    expect(await statusFor('http://localhost:3000')).toBe(201);
    expect(await statusFor('http://elsewhere.example')).toBe(403);
    expect(await (await fetch(`${forum.origin}/register`)).text()).toContain(
      '<script src="http://localhost:8080/widget/inkblot.js" async>',
    );
  });
});
