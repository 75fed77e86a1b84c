import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../base/folders.ts';
import { createSystemRandom } from '../base/random.ts';
import type { Kind, KindName, Level, Showing } from '../challenge/types.ts';
import { createKinds } from '../compose/kinds.ts';
import { readSetup, type Setup } from '../compose/setup.ts';
import { createRenderNow } from '../media/render.ts';
import type { Context } from './context.ts';
import { FaultsError } from './faults.ts';
import { parseOptions } from './options.ts';

/** The kinds that have something to see or to hear. */
const SHOWN: readonly KindName[] = ['picture', 'motion', 'sound'];

const LEVELS: readonly Level[] = [1, 2, 3];

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'audio/wav': 'wav' };

/** What is to be drawn, and where to. */
interface Wish {
  readonly dir: string;
  readonly kinds: readonly KindName[];
  readonly level: Level;
  readonly languages: readonly string[];
}

/**
 * Draws samples as the settings have them, with seeds of their own: each style of pictures, a moving text, a
 * sound in each language asked for. The name of a file tells its answer.
 */
export async function sample(context: Context): Promise<number> {
  const read = await readSetup(context.env, context.readFile);
  if (!read.ok) throw new FaultsError('The configuration will not do', read.faults);
  const { config, languages } = read.setup;
  const wish = readWish(context, read.setup);
  const kinds = createKinds(config, languages);
  const render = createRenderNow(config.voicesDir ? { voicesDir: config.voicesDir } : {});
  const random = createSystemRandom();
  await makeFolder(wish.dir).catch(cannotWrite);
  for (const name of wish.kinds) {
    const kind = kinds[name];
    for (const showing of kind ? showingsOf(kind, wish) : []) {
      const answer = kind?.create(random) ?? '';
      const seeds = { own: randomBytes(32), epoch: randomBytes(32) };
      const job = kind?.job?.(answer, seeds, showing);
      if (!job) continue;
      const { type, bytes } = render(job);
      const words = [name, showing.style, showing.language, `level-${showing.level}`, answer];
      const path = join(wish.dir, `${words.filter(Boolean).join('-')}.${EXTENSIONS[type]}`);
      await writeFile(path, bytes).catch(cannotWrite);
      context.write(`${path}\n`);
    }
  }
  return 0;
}

function cannotWrite({ message }: Error): never {
  throw new FaultsError('Samples cannot be drawn', [`--dir cannot be written to: ${message}`]);
}

/** Every way in which a kind is shown at a level: in each style, or in each language. */
function showingsOf({ styles, languageFor }: Kind, { level, languages }: Wish): Showing[] {
  if (styles) return styles.map((style) => ({ level, style }));
  if (languageFor) return languages.map((language) => ({ level, language }));
  return [{ level }];
}

function readWish(context: Context, { languages }: Setup): Wish {
  const { values } = parseOptions(context, {
    options: {
      dir: { type: 'string', default: '.' },
      kind: { type: 'string', multiple: true, default: [...SHOWN] },
      level: { type: 'string', default: '2' },
      language: { type: 'string', multiple: true, default: ['en'] },
    },
  });
  const kinds = SHOWN.filter((name) => values.kind.includes(name));
  const level = LEVELS.find((each) => String(each) === values.level);
  const faults = [
    ...notAmong('--kind', values.kind, SHOWN),
    ...notAmong('--language', values.language, languages.available),
    ...(level ? [] : ['--level must be 1, 2 or 3']),
  ];
  if (!level || faults.length > 0) throw new FaultsError('Not understood', faults);
  return { dir: values.dir, kinds, level, languages: values.language };
}

function notAmong(option: string, words: readonly string[], known: readonly string[]): string[] {
  return words
    .filter((word) => !known.includes(word))
    .map((word) => `${option} must be one of ${known.join(', ')}, not "${word}"`);
}
