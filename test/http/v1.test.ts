import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusyError } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import {
  createTestApp,
  TEST_SITE,
  type TestApp,
  type TestAppOptions,
} from '../support/http/app.ts';
import { pageOf } from '../support/http/page.ts';
import { solveWork } from '../support/solve-work.ts';

const { sitekey } = TEST_SITE;

let service: TestApp;
beforeEach(() => start());
afterEach(() => service.app.close());

async function start(options?: TestAppOptions): Promise<void> {
  await service?.app.close();
  service = await createTestApp(options);
}

const { post, open, verify } = pageOf(() => service);
const getMedia = (id: string) => service.app.inject({ url: `/v1/challenges/${id}/media` });

describe('a challenge of a site', () => {
  it('is opened with all that a page needs to show it', async () => {
    const response = await post('challenges', { sitekey });
    expect(response.statusCode).toBe(201);
    expect(response.headers['cache-control']).toBe('no-store');
    const { id } = response.json();
    expect(response.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'picture',
      level: 2,
      expiresAt: '1970-01-01T00:02:00.000Z',
      expiresInMs: 120_000,
      media: [{ type: 'image/png', path: `v1/challenges/${id}/media`, widthPx: 240, heightPx: 80 }],
      answer: { type: 'text', length: 6 },
      alternatives: ['motion', 'sound', 'work'],
    });
  });

  it('shows the same picture each time, also in the next epoch', async () => {
    const { id } = await open();
    const first = await getMedia(id);
    expect(first.headers['content-type']).toBe('image/png');
    expect(PNG.sync.read(first.rawPayload)).toMatchObject({ width: 240, height: 80 });
    service.clock.nowMs = 3_600_000 - 1;
    const { id: late } = await open();
    const before = await getMedia(late);
    service.clock.nowMs = 3_600_000 + 1;
    expect((await getMedia(late)).rawPayload.equals(before.rawPayload)).toBe(true);
    expect(before.rawPayload.equals(first.rawPayload)).toBe(false);
  });

  it('answers HEAD for its media', async () => {
    const { id } = await open();
    const response = await service.app.inject({
      method: 'HEAD',
      url: `/v1/challenges/${id}/media`,
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('image/png');
  });

  it('yields a token for the right answer, which the site can verify once', async () => {
    const { id, text } = await open({ action: 'login', cdata: 'order 7' });
    const answered = await post(`challenges/${id}/answer`, { answer: ` ${text.toLowerCase()} ` });
    expect(answered.json()).toEqual({
      solved: true,
      token: expect.stringMatching(/^[A-Za-z0-9_.-]{100,2000}$/),
      expiresAt: '1970-01-01T00:05:00.000Z',
      expiresInMs: 300_000,
    });
    const { token } = answered.json();
    expect(await verify(token)).toEqual({
      success: true,
      challenge_ts: '1970-01-01T00:00:00Z',
      hostname: 'forum.example',
      'error-codes': [],
      sitekey,
      kind: 'picture',
      level: 2,
      signals: { step: 0, solve_ms: 0, too_fast: true, honeypot: false },
      action: 'login',
      cdata: 'order 7',
    });
    expect(await verify(token)).toEqual({
      success: false,
      'error-codes': ['timeout-or-duplicate'],
    });
  });

  it('is spent by a wrong answer', async () => {
    const { id, text } = await open();
    const wrong = await post(`challenges/${id}/answer`, { answer: 'WRONG2' });
    expect(wrong.statusCode).toBe(200);
    expect(wrong.json()).toEqual({ solved: false, reason: 'wrong' });
    const late = await post(`challenges/${id}/answer`, { answer: text });
    expect(late.json()).toEqual({ solved: false, reason: 'gone' });
    expect((await getMedia(id)).statusCode).toBe(404);
  });

  it('gives the same token to a right answer that is sent again, and none to another', async () => {
    const { id, text } = await open();
    const answer = async (guess: string) =>
      (await post(`challenges/${id}/answer`, { answer: guess })).json();
    const first = await answer(text);
    service.clock.nowMs = 10_000;
    expect((await answer(text)).token).toBe(first.token);
    expect(await answer('WRONG2')).toEqual({ solved: false, reason: 'gone' });
    expect((await verify(first.token)).success).toBe(true);
    // Not a new one: that it can be asked for again does not make it two.
    expect((await answer(text)).token).toBe(first.token);
    expect((await verify(first.token)).success).toBe(false);
    service.clock.nowMs = 61_000;
    expect(await answer(text)).toEqual({ solved: false, reason: 'gone' });
  });

  it('gives one token to 20 right answers at once', async () => {
    const { id, text } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(`challenges/${id}/answer`, { answer: text })),
    );
    const tokens = answers.map((each) => each.json().token).filter((token) => token !== undefined);
    expect(new Set(tokens).size).toBe(1);
    const verdicts = await Promise.all(tokens.map(verify));
    expect(verdicts.filter(({ success }) => success)).toHaveLength(1);
  });

  it('expires', async () => {
    const { id, text } = await open();
    service.clock.nowMs = 120_000;
    expect((await post(`challenges/${id}/answer`, { answer: text })).json().reason).toBe('gone');
  });

  it('is given more time ten times, and no more than that in all, however it is asked for', async () => {
    const { id, text } = await open();
    for (let n = 1; n <= 10; n++) {
      service.clock.nowMs = n * 119_000;
      const extended = await post(`challenges/${id}/extend`);
      expect(extended.statusCode, `extension ${n}`).toBe(200);
      expect(extended.json()).toMatchObject({ id, expiresInMs: 120_000 });
    }
    service.clock.nowMs = 11 * 120_000 - 119_999;
    const refused = await post(`challenges/${id}/extend`);
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'unknown_challenge']);
    expect((await post(`challenges/${id}/answer`, { answer: text })).json().solved).toBe(true);
  });

  it('is given up for another one of the same purpose', async () => {
    const { id, text } = await open({ action: 'login' });
    const refreshed = await post(`challenges/${id}/refresh`);
    expect(refreshed.statusCode).toBe(201);
    const next = refreshed.json().id;
    expect(next).not.toBe(id);
    expect((await post(`challenges/${id}/answer`, { answer: text })).json().reason).toBe('gone');
    const { token } = (
      await post(`challenges/${next}/answer`, { answer: service.answerOf(next) })
    ).json();
    expect(await verify(token)).toMatchObject({ hostname: 'forum.example', action: 'login' });
    expect((await post(`challenges/${id}/refresh`)).statusCode).toBe(404);
  });

  it('of another kind has the way back among its alternatives, and nothing that is refused', async () => {
    const ladders = [
      ['picture', ['sound']],
      ['sound', ['motion']],
      ['work', ['sound']],
      ['motion', ['sound']],
    ] as const;
    for (const [kind, alternatives] of ladders) {
      const policy = { ladder: [{ kind, level: 1, work: 0 }], alternatives } as const;
      await start({ sites: [{ ...TEST_SITE, policy }] });
      const first = (await post('challenges', { sitekey })).json();
      const offered = [kind, ...first.alternatives].sort();
      let { id } = first;
      for (const other of [...first.alternatives, kind]) {
        const response = await post(`challenges/${id}/refresh`, { kind: other });
        const next = response.json();
        expect([response.statusCode, next.kind]).toEqual([201, other]);
        expect([next.kind, ...next.alternatives].sort()).toEqual(offered);
        ({ id } = next);
      }
    }
  });

  it('is not given up for what cannot be had', async () => {
    const policy = { ...TEST_SITE.policy, alternatives: [] };
    let isBusy = false;
    await start({
      sites: [{ ...TEST_SITE, policy: { ...policy, ladder: [{ ...policy.ladder[0], work: 1 }] } }],
      render: async (job) => {
        if (isBusy) throw new BusyError('the queue is full');
        return renderNow(job);
      },
    });
    const challenge = (await post('challenges', { sitekey })).json();
    const { id } = challenge;
    const refused = await post(`challenges/${id}/refresh`, { kind: 'sound' });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'kind_not_offered']);
    isBusy = true;
    expect((await post(`challenges/${id}/refresh`)).statusCode).toBe(503);
    const answer = { answer: service.answerOf(id), work: solveWork(challenge.work) };
    expect((await post(`challenges/${id}/answer`, answer)).json().solved).toBe(true);
  });

  it('gives way to one other, however many are asked for at once', async () => {
    const { id } = await open();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => post(`challenges/${id}/refresh`)),
    );
    expect(all.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
  });

  it('cannot be answered by the classic route, nor a classic one by this', async () => {
    const { id, text } = await open();
    const classic = await service.app.inject({ url: `/${id}/${text}` });
    expect(classic.json()).toEqual({ validation: false });
    const issued = await service.app.inject({ url: '/' });
    const uuid = String(issued.headers['captcha_uuid']);
    const answered = await post(`challenges/${uuid}/answer`, { answer: service.answerOf(uuid) });
    expect(answered.json()).toEqual({ solved: false, reason: 'gone' });
    expect((await post(`challenges/${id}/answer`, { answer: text })).json().solved).toBe(true);
  });
});

describe('a right answer to a store that others have filled', () => {
  it('can be given again when there is room', async () => {
    await start({ maxEntries: 2 });
    const { id, text } = await open();
    const fill = () => service.app.inject({ url: '/' });
    await fill();
    // The place that the challenge leaves is taken by the token; nothing else must be needed.
    const answered = await post(`challenges/${id}/answer`, { answer: text });
    expect(answered.json().solved).toBe(true);
    expect((await verify(answered.json().token)).success).toBe(true);
  });
});

describe('a challenge whose work cannot be set, because too much is being drawn', () => {
  it('leaves nothing in the store', async () => {
    const nowMs = () => 0;
    const store = createMemoryStore({ maxEntries: 100, maxBytes: 1e6, nowMs });
    const set = vi.spyOn(store, 'set');
    const ladder = [{ kind: 'picture', level: 1, work: 1 }] as const;
    const sites = [{ ...TEST_SITE, policy: { ladder, alternatives: [] } }];
    const render = () => Promise.reject(new BusyError('the queue is full'));
    await start({ store, sites, render });
    const response = await post('challenges', { sitekey });
    expect([response.statusCode, response.json().code]).toEqual([503, 'busy']);
    expect(set).not.toHaveBeenCalled();
  });
});
