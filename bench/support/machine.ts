import { cpus } from 'node:os';

/** When and where figures were measured, and the command that measures them again. */
export function describeRun(command: string): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const model = processors[0]?.model.trim() ?? 'an unknown processor';
  return `Measured on ${date} on ${model} (${processors.length} cores), Node ${process.versions.node}, by \`${command}\`.`;
}
