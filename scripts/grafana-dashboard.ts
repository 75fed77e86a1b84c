import { type Panel, ROWS } from './grafana-panels.ts';

const COLUMNS = 24;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

/** `deploy/grafana/inkblot.json`: a dashboard for Grafana 11 and newer. */
export function grafanaDashboard(): string {
  let y = 0;
  const panels = ROWS.flatMap(([title, all]) => {
    const row = { type: 'row', title, collapsed: false, gridPos: { h: 1, w: COLUMNS, x: 0, y } };
    y++;
    const placed = all.map((panel, index) => place(panel, index, y));
    y = Math.max(...placed.map(({ gridPos }) => gridPos.y + gridPos.h));
    return [row, ...placed];
  });
  const dashboard = {
    title: 'Inkblot',
    uid: 'inkblot',
    tags: ['inkblot'],
    description: 'Made by `npm run docs` from scripts/grafana-dashboard.ts.',
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: variables() },
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function place(panel: Panel, index: number, top: number) {
  const [w, h] = panel.isNumber ? [4, 4] : [8, 8];
  const perLine = COLUMNS / w;
  const gridPos = {
    h,
    w,
    x: (index % perLine) * w,
    y: top + Math.floor(index / perLine) * h,
  };
  const custom = panel.isNumber
    ? {}
    : {
        custom: {
          fillOpacity: panel.isStacked ? 30 : 0,
          stacking: { mode: panel.isStacked ? 'normal' : 'none' },
          showPoints: 'never',
        },
      };
  return {
    type: panel.isNumber ? 'stat' : 'timeseries',
    title: panel.title,
    ...(panel.about && { description: panel.about }),
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit: panel.unit, min: 0, ...custom }, overrides: [] },
    targets: panel.queries.map(([expr, legendFormat], n) => ({
      refId: String.fromCharCode(65 + n),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}

function variables() {
  const values = (name: string, query: string) => ({
    name,
    type: 'query',
    datasource: DATASOURCE,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  });
  return [
    { name: 'datasource', type: 'datasource', query: 'prometheus' },
    values('job', 'label_values(inkblot_build_info, job)'),
    values('instance', 'label_values(inkblot_build_info{job=~"$job"}, instance)'),
    values('site', 'label_values(inkblot_challenges_issued_total{job=~"$job"}, site)'),
  ];
}
