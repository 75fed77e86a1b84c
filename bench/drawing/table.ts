import type { Cost } from './measure.ts';
import type { Peer } from './peers.ts';

/** A line of the table of pictures. */
export interface Row {
  readonly name: string;
  /** Empty where there are no levels. */
  readonly level: string;
  readonly cost: Cost;
}

/** Everything the section is written from. */
export interface Figures {
  /** When, where and how. */
  readonly run: string;
  readonly rounds: number;
  readonly subjects: readonly Row[];
  readonly floor: Row;
  readonly encodings: readonly Row[];
  /** Those that are missing have no row. */
  readonly peers: readonly { readonly peer: Peer; readonly row?: Row }[];
}

/** The section of docs/benchmarks.md as Markdown. */
export function formatSection(figures: Figures): string {
  const { run, rounds, subjects, floor, encodings, peers } = figures;
  const measured = peers.flatMap(({ row }) => (row ? [row] : []));
  const versions = peers.flatMap(({ peer }) => (peer.versions ? [peer.versions] : []));
  const heading = ['Picture', 'Level', 'Pictures/s', ...peers.map(({ peer }) => `× ${peer.name}`)];
  const columns = [...heading, 'Cost in floors', 'Bytes', 'Allocated', 'New epoch'];

  const line = ({ name, level, cost }: Row): string[] => [
    name,
    level,
    perSecond(cost),
    ...peers.map(({ row }) => (row ? short(row.cost.cpuMs / cost.cpuMs) : '')),
    short(cost.cpuMs / floor.cost.cpuMs),
    whole(cost.bytes),
    cost.allocatedBytes === undefined ? '' : `${whole(cost.allocatedBytes / 1024)} KiB`,
    cost.newEpochMs === undefined ? '' : `${cost.newEpochMs.toFixed(1)} ms`,
  ];
  return [
    `${run} Peers: ${versions.join('; ') || 'none'}.`,
    '',
    ...table(columns, [...subjects, ...measured, floor].map(line)),
    '',
    ...peers.flatMap(({ peer }) =>
      peer.missing ? [`**${peer.name}**: ${peer.missing}.`, ''] : [],
    ),
    'Pictures of 240 × 80 px with 6 characters, one after the other on one core. Times are processor',
    `time of the whole process, garbage collection included: the median of ${rounds} rounds in which all`,
    'take turns. `served` is the mixture that the service serves.',
    '',
    '- **×** is how many times as fast as that program.',
    '- **Cost in floors**: the floor draws nothing, it only packs pixels that are already there into a',
    '  PNG.',
    '- **Bytes** is the mean size of a file.',
    '- **Allocated** is memory of V8 and of its buffers, for each picture. What native code takes for',
    '  itself does not show there.',
    '- **New epoch** is how much longer the first picture of an epoch takes.',
    '',
    'The same pixels, already packed into rows, in other encodings:',
    '',
    ...table(
      ['Encoding', 'Microseconds', 'Bytes'],
      encodings.map(({ name, cost }) => [name, short(1000 * cost.cpuMs), whole(cost.bytes)]),
    ),
  ].join('\n');
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  // Figures stand on the right.
  return [line(heading), line(heading.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)];
}

function perSecond({ cpuMs }: Cost): string {
  return whole(Number((1000 / cpuMs).toPrecision(3)));
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** About two digits that mean something. */
function short(value: number): string {
  return value >= 10 ? whole(value) : value.toFixed(value >= 1 ? 1 : 2);
}
