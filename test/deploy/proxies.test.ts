import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGETS } from '../../src/abuse/budgets.ts';
import { askFrom } from '../support/http/ask-from.ts';
import { type Inkblot, startInkblot } from '../support/processes/inkblot.ts';
import { eventually, freePort } from '../support/processes/ports.ts';
import { describeWith, findProgram } from '../support/processes/programs.ts';
import { SERVER } from '../support/processes/redis-server.ts';
import { HOST, PROXIES, type RunningProxy, startProxy } from './support/proxies.ts';

const SITEKEY = 'test-key';
const SITE_SECRET = 'a-secret-of-27-characters-x';
const PICTURES = BUDGETS.picture / 100;

const programs = {
  'redis-server or valkey-server': SERVER,
  openssl: findProgram('openssl'),
  ...Object.fromEntries(PROXIES.map(({ name, program }) => [name, program])),
};

describeWith(programs, 'the examples of deploy/proxies', () => {
  let inkblot: Inkblot;
  beforeAll(async () => {
    inkblot = await startInkblot({
      SITEKEY,
      SITE_SECRET,
      // As the examples ask for.
      TRUSTED_PROXIES: '127.0.0.1',
      LADDER: 'picture:1:0',
      LEAST_SOLVE_MS: '0',
      RATE_LIMITS: 'true',
      RATE_LIMIT_PERCENT: '1',
      STORE_TIMEOUT_MS: '10000',
    });
  });
  afterAll(() => inkblot?.stop());

  describe.each(PROXIES.map((proxy, n) => ({ ...proxy, n })))('for $name', (proxy) => {
    /** What must not be in any log. */
    const secrets: string[] = [SITE_SECRET];
    let running: RunningProxy;
    beforeAll(async () => {
      running = await startProxy(proxy, Number(new URL(inkblot.origin).port));
    });
    afterAll(() => running?.stop());

    /** A visitor of this network of the loopback range. */
    const visitor = (network: number) => `127.${10 * (proxy.n + 1) + network}.0.1`;
    const ask = (
      path: string,
      { from = visitor(0), headers = {}, body }: Parameters<typeof send>[1] = {},
    ) => send(path, { from, headers, body });
    const send = (
      path: string,
      options: {
        from?: string;
        headers?: Record<string, string>;
        body?: object | undefined;
      },
    ) =>
      askFrom(options.from as string, running.origin + path, {
        ca: running.ca,
        headers: { host: HOST, ...options.headers },
        ...(options.body && { body: options.body }),
      });

    it('keep the classic contract', async () => {
      const picture = await ask('/');
      expect(picture).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });
      const uuid = String(picture.headers['captcha_uuid']);
      expect(uuid).toMatch(/^[\da-f-]{36}$/);
      const answer = await inkblot.answerOf(uuid);
      secrets.push(uuid, answer);
      const check = async () => (await ask(`/${uuid}/${answer}`)).body;
      expect(await check()).toBe('{"validation":true}');
      expect(await check()).toBe('{"validation":false}');
    });

    it.each(['A%2FB', '%41%20', 'a%252Fb', 'x'.repeat(7000)])(
      'pass on a guess as it was written: %.20s',
      async (guess) => {
        const uuid = '3f2c8a1e-5b7d-4c9a-8e6f-0123456789ab';
        secrets.push(guess);
        expect(await ask(`/${uuid}/${guess}`)).toMatchObject({
          status: 200,
          body: '{"validation":false}',
        });
      },
    );

    it('carry a challenge from the page to the site', async () => {
      const opened = await ask('/v1/challenges', { body: { sitekey: SITEKEY } });
      expect(opened.status).toBe(201);
      const { id, media } = JSON.parse(opened.body);
      expect(await ask(`/${media[0].path}`)).toMatchObject({ status: 200 });
      const answer = await inkblot.answerOfOpen(id);
      const solved = await ask(`/v1/challenges/${id}/answer`, { body: { answer } });
      const { token } = JSON.parse(solved.body);
      secrets.push(id, answer, token);
      const verified = await ask('/v1/siteverify', {
        body: { secret: SITE_SECRET, response: token },
      });
      expect(JSON.parse(verified.body)).toMatchObject({ success: true });
    });

    it('serve the widget, and keep what is for operators', async () => {
      const script = await ask('/widget/inkblot.js');
      expect(script.status).toBe(200);
      expect(script.headers['content-type']).toMatch(/javascript/);
      expect((await ask('/metrics')).status).toBe(404);
      expect((await ask('/dashboard')).status).toBe(404);
    });

    it('tell who the visitor is, whatever he says himself', async () => {
      const open = (from: string, n: number) =>
        ask('/v1/challenges', {
          from,
          headers: {
            'x-forwarded-for': `203.0.113.${n}, 127.0.0.1`,
            'x-real-ip': `203.0.113.${n}`,
            forwarded: `for=203.0.113.${n}`,
          },
          body: { sitekey: SITEKEY },
        });
      const statuses = [];
      for (let n = 0; n <= PICTURES; n++) statuses.push((await open(visitor(1), n)).status);
      expect(statuses).toEqual([...Array<number>(PICTURES).fill(201), 429]);
      expect((await open(visitor(2), 0)).status).toBe(201);
    });

    it('refuse a body that Inkblot would not read', async () => {
      const response = await ask('/v1/siteverify', { body: { secret: 'x'.repeat(20_000) } });
      // Caddy before 2.7 says so as if it were Inkblot's fault.
      expect([413, 502]).toContain(response.status);
    });

    it('write of none of it into their logs, also of what nobody answers', async () => {
      const dead = await startProxy(proxy, await freePort());
      for (const secret of secrets.slice(0, 3)) {
        const { status } = await askFrom(visitor(0), `${dead.origin}/${secrets[1]}/${secret}`, {
          ca: dead.ca,
          headers: { host: HOST },
        });
        expect(status).toBeGreaterThanOrEqual(502);
      }
      await eventually(async () => /\b50[234]\b/.test(dead.output()));
      const output = running.output() + dead.output();
      await dead.stop();
      expect(output).toMatch(/GET/);
      expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
    });
  });
});
