import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Context } from './context.ts';
import { FaultsError } from './faults.ts';

/** The values and the other words of a command's arguments, as `parseArgs` of Node has them. */
type Parsed<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>;

/**
 * Reads the arguments of a command. Throws a FaultsError that names the option that is unknown, or wants a
 * value.
 */
export function parseOptions<const T extends ParseArgsConfig>(
  context: Context,
  config: T,
): Parsed<T> {
  try {
    return parseArgs<T>({ ...config, args: [...context.args] });
  } catch (error) {
    throw new FaultsError('Not understood', [
      `${(error as Error).message} See \`inkblot --help\`.`,
    ]);
  }
}
