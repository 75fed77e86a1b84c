import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createWork, type Puzzle } from '../../src/challenge/work/puzzles.ts';
import { bcryptHead } from '../../src/media/puzzle/bcrypt.ts';
import { renderNow } from '../../src/media/render.ts';
import { findProgram } from '../../test/support/processes/programs.ts';
import { build } from '../../widget/build.ts';

/** A way in which a page may have to solve puzzles. */
export interface Way {
  readonly name: string;
  readonly policy: string;
}

const WAYS: readonly Way[] = [
  { name: 'in a worker, with WebAssembly', policy: '' },
  {
    name: 'in a worker, in JavaScript',
    policy: 'script-src http://captcha.test; worker-src blob:',
  },
  {
    name: 'in the page, with WebAssembly',
    policy: "script-src http://captcha.test 'wasm-unsafe-eval'",
  },
  { name: 'in the page, in JavaScript', policy: 'script-src http://captcha.test' },
];

/** Processor time of the page's process, of the fastest of several puzzles each. */
export interface Solved {
  readonly way: Way;
  /** Of what comes before the first hash: a worker, the compiler, the words of pi. */
  readonly startMs: number;
  readonly msPerHash: number;
}

const SITE = 'http://forum.test/';
const MODULE = 'http://captcha.test/widget/lazy/work.js';

const work = createWork(async (job) => renderNow(job));

/** One hash for each target, to see what the rest takes. */
const empty: Puzzle = {
  ...(await work.puzzle(1, new Uint8Array(32))),
  salt: '00'.repeat(16),
  range: 1,
  targets: ['0', '1', '2', '3'].map((number) => bcryptHead(number, new Uint8Array(16), 0)),
};

/** Solves puzzles of level 1 in Chromium, each way. Nothing where there is no Chromium. */
export async function measureBrowser(puzzles: number): Promise<Solved[]> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? findProgram('chromium', 'google-chrome');
  if (executablePath === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-bench-'));
  await build(folder);
  const script = readFileSync(join(folder, 'lazy/work.js'));
  rmSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox'] });
  const session = await browser.newBrowserCDPSession();
  const cpuMs = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const pages = processInfo.filter(({ type }) => type === 'renderer');
    return 1000 * pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  try {
    const solved: Solved[] = [];
    for (const way of WAYS) {
      const page = await browser.newPage();
      await page.route(SITE, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html>',
          headers: way.policy ? { 'content-security-policy': way.policy } : {},
        }),
      );
      await page.route(MODULE, (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: script,
          headers: { 'access-control-allow-origin': '*' },
        }),
      );
      /** In a page that has solved none before, as visitors have it. */
      const solve = async (puzzle: Puzzle) => {
        await page.goto(SITE);
        const beforeMs = await cpuMs();
        const solution = await page.evaluate<string>(
          `import('${MODULE}').then(({ solveWork }) => solveWork(${JSON.stringify(puzzle)}))`,
        );
        return { tookMs: (await cpuMs()) - beforeMs, hashes: hashesOf(solution, puzzle.range) };
      };
      const ids = Array.from({ length: puzzles }, (_, id) => new Uint8Array(32).fill(id + 1));
      const starts: number[] = [];
      for (const _ of ids) starts.push((await solve(empty)).tookMs);
      const startMs = Math.min(...starts);
      const rates: number[] = [];
      for (const seed of ids) {
        const { tookMs, hashes } = await solve(await work.puzzle(1, seed));
        rates.push((tookMs - startMs) / hashes);
      }
      solved.push({ way, startMs, msPerHash: Math.max(0, Math.min(...rates)) });
      await page.close();
    }
    return solved;
  } finally {
    await browser.close();
  }
}

/** How many numbers were tried for a solution. */
export function hashesOf(solution: string, range: number): number {
  return solution
    .split('.')
    .map((number, at) => Number(number) - at * range + 1)
    .reduce((sum, tried) => sum + tried);
}
