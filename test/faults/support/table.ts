import type { Report } from './world.ts';

/** Reports as a table of Markdown. */
export function toMarkdown(reports: readonly Report[]): string {
  const rows = reports.map((report) => {
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
  });
  const head = [
    'What happens',
    'Requests',
    'Failed',
    'Slowest answer',
    'First to last failure',
    'Recovery',
    'Challenges / tokens',
    'Promises broken',
  ];
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
