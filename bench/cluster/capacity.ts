import type { ClusterResult } from './measure.ts';

/** Of a processor: above it, waiting times grow faster than what is done. */
const USED = 0.6;

/** What a machine's line takes, and what most are sold with. */
const GIGABIT_BYTES = 125e6;

const RATES = [1000, 10_000, 100_000];

/** What so many registrations a second would take, by what one took, as Markdown. */
export function formatCapacity(result: ClusterResult): string {
  const { replicaCpuMs, replicaMainCpuMs, storeCpuMs, bytesSent, keys, registrations } = result;
  const commands = Object.values(result.commands).reduce((sum, calls) => sum + calls, 0);
  const byteSeconds = [...keys.values()].reduce((sum, key) => sum + key.byteSeconds, 0);
  const cores = (cpuMs: number) => (rate: number) => (rate * cpuMs) / 1000 / USED;
  const lines: [string, (rate: number) => string][] = [
    ['replicas: a core that answers, each', (rate) => whole(cores(replicaMainCpuMs)(rate))],
    [
      'cores for drawing and puzzles beside them',
      (rate) => whole(cores(replicaCpuMs - replicaMainCpuMs)(rate)),
    ],
    ['commands of the store a second', (rate) => short(rate * commands)],
    ['masters of the store, a core each', (rate) => whole(cores(storeCpuMs)(rate))],
    ['memory of the store', (rate) => bytes((rate * byteSeconds) / registrations)],
    ['sent', (rate) => `${short((rate * bytesSent) / GIGABIT_BYTES)} Gbit/s`],
  ];
  return [
    `| A second | ${RATES.map((rate) => rate.toLocaleString('en')).join(' | ')} |`,
    `| --- | ${RATES.map(() => '--:').join(' | ')} |`,
    ...lines.map(([name, value]) => `| ${name} | ${RATES.map(value).join(' | ')} |`),
    '',
    `With ${USED * 100} % of each core in use, and the cores of the machine above. It is a calculation, not a measurement:`,
    'costs of a registration times registrations. The memory is that of visitors who come once each: what is',
    'held of a network is held six hours.',
  ].join('\n');
}

function whole(value: number): string {
  return Math.ceil(value).toLocaleString('en');
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function bytes(value: number): string {
  return value < 1e9 ? `${short(value / 1e6)} MB` : `${short(value / 1e9)} GB`;
}
