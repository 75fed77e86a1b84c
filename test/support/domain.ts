import { createKeys } from '../../src/base/keys.ts';
import { createSystemRandom } from '../../src/base/random.ts';
import type { ChallengeEvent } from '../../src/challenge/events.ts';
import type { Attempt } from '../../src/challenge/judging.ts';
import { createSoundKind } from '../../src/challenge/kinds/sound.ts';
import type { Wish } from '../../src/challenge/policy.ts';
import { createSites, type Site, type SiteDefinition } from '../../src/challenge/sites.ts';
import { createServices } from '../../src/compose/services.ts';
import { BusyError, type MediaJob } from '../../src/media/job.ts';
import { renderNow } from '../../src/media/render.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { createTestKinds, SETTINGS } from './services.ts';

export const SECRET_KEY = 'k'.repeat(32);
export const { epochMs: EPOCH_MS, challengeTtlMs: TTL_MS, tokenTtlMs: TOKEN_TTL_MS } = SETTINGS;
/** At the beginning of an epoch. */
export const START_MS = 472_222 * EPOCH_MS;

/** A site with a step of each level; the last one asks for work, too. */
export const FORUM: SiteDefinition = {
  sitekey: 'forum',
  secret: 'forum-secret-0123456789',
  hostnames: [],
  policy: {
    ladder: [
      { kind: 'picture', level: 1, work: 0 },
      { kind: 'picture', level: 2, work: 0 },
      { kind: 'picture', level: 3, work: 1 },
    ],
    alternatives: ['sound', 'work'],
  },
};
export const SHOP: SiteDefinition = { ...FORUM, sitekey: 'shop', secret: 'shop-secret-0123456789' };

/** The services of the domain over a store that a test can read; nothing but puzzles is drawn. */
export function createDomain() {
  const clock = { nowMs: START_MS };
  const nowMs = () => clock.nowMs;
  const store = createMemoryStore({ maxEntries: 1000, maxBytes: 1e7, nowMs });
  const sites = createSites([FORUM, SHOP]);
  const jobs: MediaJob[] = [];
  const events: ChallengeEvent[] = [];
  const drawing = { isBusy: false };
  const render = async (job: MediaJob) => {
    if (drawing.isBusy) throw new BusyError('the queue is full');
    if (job.kind === 'puzzle') return renderNow(job);
    jobs.push(job);
    return { type: 'image/png', bytes: Buffer.from('drawn') };
  };
  const keys = createKeys(SECRET_KEY);
  const services = createServices({
    store,
    render,
    renderWhenIdle: render,
    kinds: {
      ...createTestKinds({ styles: ['fans'] }),
      sound: createSoundKind({ digits: 6, languageFor: (wish) => wish ?? 'en' }),
    },
    sites,
    random: createSystemRandom(),
    keys,
    ...SETTINGS,
    nowMs,
    observe: (event) => events.push(event),
  });
  const siteOf = (sitekey: string) => sites.find(sitekey) as Site;
  const purpose = { hostname: 'forum.example' };

  async function open(wish: Partial<Wish> = {}, more: object = {}) {
    const step = { step: 0, ...wish };
    const opened = await services.siteChallenges.open(
      siteOf('forum'),
      { ...purpose, ...more },
      step,
    );
    if (!opened) throw new Error('the kind is not offered');
    return opened;
  }
  const answerOf = async (id: string): Promise<string> =>
    JSON.parse((await store.get(`open:${id}`)) ?? '{}').answer ?? '';
  const answer = (id: string, attempt: Partial<Attempt> = {}, page = {}) =>
    services.siteChallenges.answer(id, { guess: '', ...attempt }, page);
  return {
    ...services,
    clock,
    store,
    sites,
    siteOf,
    jobs,
    events,
    drawing,
    open,
    answerOf,
    answer,
  };
}
