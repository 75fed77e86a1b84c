import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { deriveSeed } from '../../src/base/secrets.ts';
import { createWork, type Puzzle } from '../../src/challenge/work/puzzles.ts';
import { renderNow } from '../../src/media/render.ts';
import { describeWith } from '../support/processes/programs.ts';
import { BUILT_WIDGET } from '../support/widget.ts';
import { CHROMIUM, usePages } from './support/chromium.ts';

// Neither is a secure context, and they are of different sites.
const SITE = 'http://forum.test/';
const MODULE = 'http://captcha.test/widget/lazy/work.js';

const work = createWork(async (job) => renderNow(job));
const seed = deriveSeed('k'.repeat(32), 'work', 'one');
const easy = await work.puzzle(1, seed);

describeWith({ chromium: CHROMIUM }, 'the proof of work in a browser', () => {
  const pages = usePages();

  /** Opens an empty page of a site that speaks plain HTTP. */
  async function visit(policy?: string): Promise<Page> {
    const page = await pages.open();
    await page.route(SITE, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>A forum</title>',
        headers: policy ? { 'content-security-policy': policy } : {},
      }),
    );
    await page.route(MODULE, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: readFileSync(new URL('lazy/work.js', BUILT_WIDGET)),
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    await page.goto(SITE);
    return page;
  }

  interface Outcome {
    readonly solution?: string;
    readonly error?: string;
    readonly fractions: number[];
    /** How many timers of the page ran meanwhile. */
    readonly ticks: number;
    readonly secure: boolean;
  }

  /** Solves a puzzle in the page; `before` is a script that runs first and may use `controller`. */
  function solve(page: Page, puzzle: object, before = ''): Promise<Outcome> {
    return page.evaluate(`(async () => {
      const { solveWork } = await import('${MODULE}');
      const controller = new AbortController();
      const fractions = [];
      let ticks = 0;
      const timer = setInterval(() => { ticks += 1; }, 1);
      const onProgress = (fraction) => { fractions.push(fraction); };
      ${before}
      const outcome = await solveWork(${JSON.stringify(puzzle)}, { onProgress, signal: controller.signal })
        .then((solution) => ({ solution }), (error) => ({ error: String(error) }));
      clearInterval(timer);
      return { ...outcome, fractions, ticks, secure: isSecureContext };
    })()`);
  }

  const expectSolved = ({ solution, fractions, ticks, secure }: Outcome) => {
    expect(work.verify(1, seed, solution ?? '')).toBe(true);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(new Set(fractions).size).toBe(fractions.length);
    expect(fractions.at(-1)).toBe(1);
    expect(ticks).toBeGreaterThan(2);
    expect(secure).toBe(false);
  };

  it('is done by a worker, on a page of another site and without encryption', async () => {
    const page = await visit();
    const worker = page.waitForEvent('worker');
    expectSolved(await solve(page, easy));
    expect((await worker).url()).toMatch(/^blob:http:\/\/forum\.test/);
    await expect.poll(() => page.workers()).toEqual([]);
  });

  it('is done by a worker where WebAssembly is forbidden', async () => {
    const page = await visit('script-src http://captcha.test; worker-src blob:');
    const worker = page.waitForEvent('worker');
    expectSolved(await solve(page, easy));
    await worker;
    // The policy holds in such workers: there is no other proof that the solution came without.
    const allowed = await page.evaluate(`new Promise((resolve) => {
      const script = 'try { new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));' +
        ' postMessage("yes"); } catch { postMessage("no"); }';
      new Worker(URL.createObjectURL(new Blob([script]))).onmessage = ({ data }) => resolve(data);
    })`);
    expect(allowed).toBe('no');
  });

  it.each([
    ['with WebAssembly', "script-src http://captcha.test 'wasm-unsafe-eval'"],
    ['without WebAssembly', 'script-src http://captcha.test'],
    ['without anything else', "default-src 'none'; script-src http://captcha.test"],
  ])(
    'is done between what else the page does where workers are forbidden, %s',
    async (_, policy) => {
      const page = await visit(policy);
      const workers: unknown[] = [];
      page.on('worker', (worker) => workers.push(worker));
      expectSolved(await solve(page, easy));
      expect(workers).toEqual([]);
      expect(pages.takeBreaches().join()).toMatch(/worker/i);
    },
  );

  it('is done in the page where a worker says nothing', async () => {
    const page = await visit();
    const mute =
      'globalThis.Worker = class extends EventTarget { postMessage() {} terminate() {} };';
    expectSolved(await solve(page, easy, mute));
  });

  it.each([
    ['worker', undefined],
    ['page', "script-src http://captcha.test 'wasm-unsafe-eval'"],
  ])('stops in a %s when it is told to', async (_, policy) => {
    const page = await visit(policy);
    const hard: Puzzle = await work.puzzle(3, seed);
    const stop = `const stop = (fraction) => { if (fraction > 0) controller.abort('enough'); };`;
    const { error, fractions } = await solve(
      page,
      hard,
      `${stop} const push = fractions.push.bind(fractions);
      fractions.push = (fraction) => { push(fraction); stop(fraction); };`,
    );
    expect(error).toBe('enough');
    expect(fractions).toHaveLength(1);
    await expect.poll(() => page.workers()).toEqual([]);
    pages.takeBreaches();
  });

  it('does not begin if it was told to stop before', async () => {
    const page = await visit();
    const { error, fractions } = await solve(page, easy, `controller.abort('never mind');`);
    expect([error, fractions]).toEqual(['never mind', []]);
  });

  it('says so if it does not know the puzzle', async () => {
    const page = await visit();
    const { error } = await solve(page, { ...easy, algorithm: 'strange' });
    expect(error).toContain('strange');
  });
});
