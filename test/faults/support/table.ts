import type { Report } from './world.ts';

/** Reports as a table of Markdown. */
export function toMarkdown(reports: readonly Report[]): string {
  const rows = reports.map(cellsOf);
  return [HEAD, HEAD.map(() => '---'), ...rows].map(lineOf).join('\n');
}

/** A page with a table of Markdown in which these reports have taken the place of former ones. */
export function replaceRows(page: string, reports: readonly Report[]): string {
  const rows = new Map(reports.map((report) => [`| **${report.name}**`, lineOf(cellsOf(report))]));
  const lines = page.split('\n').map((line) => rows.get(line.split(':', 1)[0] as string) ?? line);
  return lines.join('\n');
}

function cellsOf(report: Report): string[] {
  const { name, what, requests, statuses, slowestMs, outageMs, recoveryMs, broken } = report;
  const bad = Object.entries(statuses).filter(([status]) => !/^[234]/.test(status));
  return [
    `**${name}**: ${what}`,
    String(requests),
    bad.map(([status, times]) => `${times} × ${status}`).join(', ') || 'none',
    seconds(slowestMs),
    seconds(outageMs),
    seconds(recoveryMs),
    `${report.challenges} / ${report.tokens}`,
    broken.join('; ') || 'none',
  ];
}

const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const HEAD = [
  'What happens',
  'Requests',
  'Failed',
  'Slowest answer',
  'First to last failure',
  'Recovery',
  'Challenges / tokens',
  'Promises broken',
];

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
