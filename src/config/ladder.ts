import { KIND_NAMES, type KindName, type Step } from '../challenge/types.ts';
import type { Setting } from './values/setting.ts';

/** From the easiest step to the hardest. */
export type Ladder = readonly [Step, ...Step[]];

/** More than there are different steps that somebody would tell apart. */
export const MOST_STEPS = 12;

const FORM = `1 to ${MOST_STEPS} steps \`kind:level:work\` with blanks between, such as \`picture:1:1 picture:2:2\``;

const STEP = new RegExp(`^(${KIND_NAMES.join('|')}):([123])(?::([0-3]))?$`);

/**
 * Reads a ladder as a setting writes it: steps with blanks or commas between, the easiest first. A
 * step without `work` asks for none. Throws an Error that completes "NAME …" and says what would be
 * right.
 */
export function parseLadder(text: string): Ladder {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length > MOST_STEPS) throw new Error(`must be ${FORM}`);
  const [first, ...others] = parts.map(parseStep);
  if (!first) throw new Error(`must be ${FORM}`);
  return [first, ...others];
}

function parseStep(text: string): Step {
  const [, kind, level, work = '0'] = STEP.exec(text.toLowerCase()) ?? [];
  if (kind === undefined) throw new Error(`must be ${FORM}: not "${text.slice(0, 40)}"`);
  return { kind, level: Number(level), work: Number(work) } as Step;
}

/** A ladder in a setting. */
export function ladder(options: Described): Setting<Ladder> {
  return { ...options, accepts: FORM, parse: parseLadder };
}

/** Kinds with commas or blanks between, each once at most. */
export function kinds(options: Described): Setting<readonly KindName[]> {
  const accepts = `kinds with commas between: ${KIND_NAMES.map((name) => `\`${name}\``).join(', ')}`;
  return {
    ...options,
    accepts,
    parse: (text) => {
      const names = text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((name) => name !== '');
      const unknown = names.find((name) => !(KIND_NAMES as readonly string[]).includes(name));
      if (unknown !== undefined) throw new Error(`must be ${accepts}`);
      return KIND_NAMES.filter((name) => names.includes(name));
    },
  };
}

type Described = Pick<Setting<unknown>, 'env' | 'help' | 'default'>;
