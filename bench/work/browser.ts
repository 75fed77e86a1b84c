import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createWork } from '../../src/challenge/work/puzzles.ts';
import { findProgram } from '../../test/support/programs.ts';
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

/** How long a browser took for puzzles of level 1. */
export interface Solved {
  readonly way: Way;
  /**
   * Processor time of the page's process, with its start: a worker, the compiler, the words of pi. Of
   * the fastest puzzle, because whatever else the machine does only makes one slower.
   */
  readonly msPerHash: number;
}

const SITE = 'http://forum.test/';
const MODULE = 'http://captcha.test/widget/lazy/work.js';

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
      await page.goto(SITE);
      const times: number[] = [];
      for (let id = 0; id < puzzles; id++) {
        const seed = new Uint8Array(32).fill(id + 1);
        const puzzle = createWork().puzzle(1, seed);
        const beforeMs = await cpuMs();
        const solution = await page.evaluate<string>(
          `import('${MODULE}').then(({ solveWork }) => solveWork(${JSON.stringify(puzzle)}))`,
        );
        times.push(((await cpuMs()) - beforeMs) / hashesOf(solution, puzzle.range));
      }
      solved.push({ way, msPerHash: Math.min(...times) });
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
