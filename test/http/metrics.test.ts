import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../../src/metrics/metrics.ts';
import { createTestApp, TEST_SITE, type TestApp } from '../support/http/app.ts';

const TOKEN = 'a-token-for-prometheus';
const SITE = TEST_SITE.sitekey;

let metrics: Metrics;
let service: TestApp;

beforeEach(async () => {
  metrics = createMetrics();
  const { registry } = metrics;
  service = await createTestApp({
    picture: { styles: ['waves'] },
    observe: metrics.count,
    metrics: {
      page: { contentType: registry.contentType, read: () => registry.metrics() },
      token: TOKEN,
    },
  });
});
afterEach(() => service.app.close());

function scrape(authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization };
  return service.app.inject({ url: '/metrics', headers });
}

/** The lines of a metric, without its name. */
async function linesOf(name: string): Promise<string[]> {
  const { body } = await scrape(`Bearer ${TOKEN}`);
  return body
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => line.slice(name.length));
}

async function openChallenge(): Promise<string> {
  const response = await service.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    payload: { sitekey: SITE },
  });
  return response.json().id;
}

function answer(id: string, guess: string) {
  return service.app.inject({
    method: 'POST',
    url: `/v1/challenges/${id}/answer`,
    payload: { answer: guess },
  });
}

describe('/metrics', () => {
  it('is for whoever has the token, and in the format of Prometheus', async () => {
    const response = await scrape(`Bearer ${TOKEN}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.headers['cache-control']).toBe('no-store');
    expect((await scrape(`bearer ${TOKEN}`)).statusCode).toBe(200);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    'Bearer wrong',
    `Bearer ${TOKEN}x`,
  ])('is refused to %j', async (authorization) => {
    const response = await scrape(authorization);
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="metrics"');
    expect(response.json()).toMatchObject({ error: 'unauthorized' });
  });

  it('is not there unless it is asked for', async () => {
    const other = await createTestApp();
    expect((await other.app.inject({ url: '/metrics' })).statusCode).toBe(404);
    await other.app.close();
  });
});

describe('the metrics', () => {
  it('count the pictures of the classic contract, and their answers', async () => {
    for (const guess of ['right', 'wrong', 'right']) {
      const { headers } = await service.app.inject({ url: '/' });
      const uuid = headers['captcha_uuid'];
      const text = guess === 'right' ? service.answerOf(uuid) : 'WRONG';
      await service.app.inject({ url: `/${uuid}/${text}` });
      await service.app.inject({ url: `/${uuid}/${text}` });
    }
    const answers = await linesOf('inkblot_challenge_answers_total');
    const count = (pattern: RegExp) =>
      answers
        .filter((line) => pattern.test(line))
        .reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
    expect(count(/site="\(classic\)",kind="picture",level="2",style="waves",outcome="right"/)).toBe(
      2,
    );
    expect(count(/outcome="wrong"/)).toBe(1);
    expect(count(/site="",.*outcome="gone"/)).toBe(3);
  });

  it('count challenges of sites, their answers, and the time to a right one', async () => {
    const id = await openChallenge();
    service.clock.nowMs += 5000;
    const text = service.answerOf(id);
    await answer(id, text);
    await answer(id, text);
    await answer(await openChallenge(), 'WRONG');
    expect((await linesOf('inkblot_challenges_issued_total')).join()).toContain(
      `{site="${SITE}",kind="picture",level="2"`,
    );
    const answers = (await linesOf('inkblot_challenge_answers_total')).join();
    for (const outcome of ['right', 'wrong', 'repeated']) expect(answers).toContain(`"${outcome}"`);
    expect(await linesOf('inkblot_challenge_solve_duration_seconds_sum')).toEqual([
      '{kind="picture",level="2"} 5',
    ]);
  });

  it('count tokens by the words in which they were verified, and the verdict', async () => {
    const id = await openChallenge();
    const { token } = (await answer(id, service.answerOf(id))).json();
    for (const url of ['/siteverify', '/recaptcha/api/siteverify']) {
      const query = { secret: TEST_SITE.secret, response: token };
      await service.app.inject({ method: 'POST', url, query });
    }
    await service.app.inject({ method: 'POST', url: '/v1/siteverify', query: { secret: 'none' } });
    expect(await linesOf('inkblot_tokens_verified_total')).toEqual([
      `{site="${SITE}",flavour="hcaptcha",outcome="ok"} 1`,
      `{site="${SITE}",flavour="recaptcha",outcome="spent"} 1`,
      '{site="",flavour="inkblot",outcome="invalid-secret"} 1',
    ]);
  });

  it('know requests by the pattern of their route', async () => {
    const { headers } = await service.app.inject({ url: '/' });
    await service.app.inject({ url: `/${headers['captcha_uuid']}/GUESSED` });
    await service.app.inject({ url: '/nothing/is/here' });
    await service.app.inject({ method: 'PROPFIND' as 'GET', url: '/nothing' });
    const requests = await linesOf('inkblot_http_request_duration_seconds_count');
    expect(requests).toEqual([
      '{method="GET",route="/",status="200"} 1',
      '{method="GET",route="/:uuid/:captcha_guess",status="200"} 1',
      '{method="GET",route="",status="404"} 1',
      '{method="other",route="",status="404"} 1',
    ]);
  });

  it('repeat nothing that a caller wrote', async () => {
    const written = 'xyzzy';
    const { app } = service;
    await app.inject({ url: `/${written}?${written}`, headers: { 'user-agent': written } });
    await app.inject({ method: 'POST', url: '/v1/challenges', payload: { sitekey: written } });
    await app.inject({
      method: 'POST',
      url: '/v1/challenges',
      headers: { origin: `https://${written}.example` },
      payload: { sitekey: SITE, action: written, cdata: written, language: written },
    });
    await answer(await openChallenge(), written);
    await app.inject({ url: `/siteverify?secret=${written}&response=${written}` });
    await app.inject({ url: `/siteverify?secret=${TEST_SITE.secret}&response=${written}` });
    const { body } = await scrape(`Bearer ${TOKEN}`);
    expect(body).not.toContain(written);
    expect(body).not.toContain(TEST_SITE.secret);
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
