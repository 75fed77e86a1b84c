import type { Level } from '../../src/media/job.ts';
import { LEVELS, STYLE_CHOICES } from './jobs.ts';

/** Throws an Error that names the choices unless `text` is one of them. */
export function parseOneOf(option: string, text: string, choices: readonly string[]): string {
  if (!choices.includes(text)) throw new Error(`${option} is one of ${choices.join(', ')}`);
  return text;
}

/** `served` or the name of a style. Throws an Error otherwise. */
export function parseStyle(text: string): string {
  return parseOneOf('--style', text, STYLE_CHOICES);
}

/** A level. Throws an Error otherwise. */
export function parseLevel(text: string): Level {
  return Number(parseOneOf('--level', text, LEVELS.map(String))) as Level;
}

/** A whole number from 0. Throws an Error otherwise. */
export function parseNatural(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${option} takes a whole number`);
  return Number(text);
}

/** A size in pixels, such as 300x100. Throws an Error otherwise. */
export function parseSize(text: string): { widthPx: number; heightPx: number } {
  const [, width, height] = /^(\d{1,4})x(\d{1,4})$/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new Error('--size is like 300x100');
  return { widthPx: Number(width), heightPx: Number(height) };
}
