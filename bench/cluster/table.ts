import type { ClusterResult } from './measure.ts';

/** What so many replicas did, as Markdown. */
export function formatCluster(results: readonly ClusterResult[]): string {
  const last = results.at(-1) as ClusterResult;
  const commands = Object.entries(last.commands)
    .filter(([, calls]) => calls >= 0.005)
    .sort(([, a], [, b]) => b - a)
    .map(([name, calls]) => `| \`${name.toUpperCase()}\` | ${calls.toFixed(2)} |`);
  const all = Object.values(last.commands).reduce((sum, calls) => sum + calls, 0);
  return [
    '| Replicas | Registrations/s | Median | 99 of 100 | Replicas, CPU | of it answering | Store, CPU | Store’s share | Balancer, CPU | Visitors, CPU |',
    '| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...results.map((result) => `| ${rowOf(result).join(' | ')} |`),
    '',
    'CPU is processor time in milliseconds for each registration, of all processes of a kind together.',
    '**Store’s share** is that of the store in what store and replicas take. A registration sent',
    `${Math.round(last.bytesSent / 100) / 10} kB to the visitor. A replica had ${Math.round(last.residentBytes / 1e6)} MB resident at most.`,
    '',
    `Commands of a registration, with ${last.replicas} replicas: ${all.toFixed(2)} in all. \`EVALSHA\` is a count, once the`,
    'claim of a token, and the commands of those scripts are counted, too.',
    '',
    '| Command | Calls |',
    '| --- | --: |',
    ...commands,
    '',
    'What it leaves in the store, by the first part of the key:',
    '',
    '| Key | Keys | Bytes × seconds |',
    '| --- | --: | --: |',
    ...[...last.keys]
      .sort(([, a], [, b]) => b.byteSeconds - a.byteSeconds)
      .map(([name, { keys, byteSeconds }]) => {
        const [each, held] = [keys, byteSeconds].map((value) => value / last.registrations);
        return `| \`${name}:\` | ${each?.toFixed(2)} | ${Math.round(held ?? 0).toLocaleString('en')} |`;
      }),
  ].join('\n');
}

function rowOf(result: ClusterResult): string[] {
  const share = result.storeCpuMs / (result.storeCpuMs + result.replicaCpuMs);
  return [
    String(result.replicas),
    Math.round(result.perSecond).toLocaleString('en'),
    `${Math.round(result.times.p50Ms)} ms`,
    `${Math.round(result.times.p99Ms)} ms`,
    result.replicaCpuMs.toFixed(2),
    result.replicaMainCpuMs.toFixed(2),
    result.storeCpuMs.toFixed(3),
    `${(100 * share).toFixed(0)} %`,
    result.balancerCpuMs.toFixed(2),
    result.visitorCpuMs.toFixed(2),
  ];
}
