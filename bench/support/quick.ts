import { parseArgs } from 'node:util';

/** Whether `--quick` was asked for, the only option of most measurements: few runs, and no page is written. */
export function askedToBeQuick(): boolean {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  return values.quick;
}
