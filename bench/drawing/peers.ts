import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Contestant, createContestant } from './contestant.ts';
import { SIZE } from './inkblot.ts';

/** Another program that makes captchas, or the reason why it is not here. */
export interface Peer {
  readonly name: string;
  /** What was measured, with versions. */
  readonly versions?: string;
  readonly contestant?: Contestant;
  readonly missing?: string;
  /** Ends what was started for it. */
  close(): void;
}

/** The parts of the two packages that are called; their own types are only there once installed. */
interface SvgCaptcha {
  create(options: { size: number; width: number; height: number }): { data: string };
}
interface ResvgModule {
  Resvg: new (
    svg: string,
    options: { font: { loadSystemFonts: boolean } },
  ) => { render(): { asPng(): Uint8Array } };
}

/**
 * svg-captcha, the most used package for Node, as PNG by resvg. The texts are paths already, so that
 * resvg need not look for the fonts of the system, which would take most of its time.
 */
export async function loadSvgCaptcha(): Promise<Peer> {
  const name = 'svg-captcha + resvg';
  const close = (): void => {};
  try {
    const svgCaptcha: SvgCaptcha = (await load('svg-captcha')).default;
    const { Resvg }: ResvgModule = (await load('@resvg/resvg-js')).default;
    const size = { size: SIZE.answerLength, width: SIZE.widthPx, height: SIZE.heightPx };
    const options = { font: { loadSystemFonts: false } };
    const contestant = createContestant(name, () =>
      new Resvg(svgCaptcha.create(size).data, options).render().asPng(),
    );
    const { dependencies } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    const versions = `svg-captcha ${dependencies['svg-captcha']}, @resvg/resvg-js ${dependencies['@resvg/resvg-js']}`;
    return { name, versions, contestant, close };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) {
      throw error;
    }
    return { name, missing: 'not installed: `npm ci --prefix bench`', close };
  }
}

/** Behind a function, as the types are not looked for where the packages are not installed. */
function load(name: string) {
  return import(name);
}

/**
 * lepture/captcha, the most used package for Python, in a process of its own that lives for the whole
 * run: neither its start nor its imports are measured. `PYTHON` names the interpreter.
 */
export async function startLepture(): Promise<Peer> {
  const name = 'lepture/captcha';
  const script = fileURLToPath(new URL('lepture.py', import.meta.url));
  const child = spawn(process.env['PYTHON'] ?? 'python3', [script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Without an interpreter there are no lines either, which is what is looked at.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const close = (): void => {
    child.stdin.end();
  };

  const hello = await read();
  if (hello === undefined) {
    const missing =
      'not installed: `pip install -r bench/requirements.txt`, `PYTHON` names the Python';
    return { name, missing, close };
  }
  const run = async (count: number) => {
    child.stdin.write(`${count}\n`);
    const batch = await read();
    if (batch === undefined) throw new Error('lepture.py has ended');
    return batch;
  };
  return { name, versions: hello.versions, contestant: { name, run }, close };
}
