// Asks the replica what happened, as long as somebody looks, and shows it.

import { clockText, dayAndClockText } from './svg.js';
import * as views from './views.js';

/**
 * @typedef {import('./views.js').Data} Data
 * @typedef {import('./views.js').View} View
 * @typedef {import('./views.js').Table} Table
 */

/** As often as the replica looks at its counters. */
const REFRESH_MS = 10_000;

/** @type {Data | undefined} */
let data;
const replicas = new Set();
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** The range that is chosen. */
const range = () => /** @type {HTMLInputElement} */ (find('[name=range]:checked')).value;

async function refresh() {
  clearTimeout(timer);
  if (document.visibilityState !== 'visible') return;
  timer = setTimeout(refresh, REFRESH_MS);
  const turn = ++asked;
  try {
    const response = await fetch(`dashboard/data?range=${range()}`, { cache: 'no-store' });
    // The session is over: the form is shown.
    if (response.status === 401) return location.reload();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const answer = await response.json();
    // Somebody chose another range meanwhile.
    if (turn !== asked) return;
    data = /** @type {Data} */ (answer);
    replicas.add(data.replica);
    showAll(data);
    notify(replicas.size > 1 ? SEVERAL : '');
  } catch {
    if (turn !== asked) return;
    notify(
      `Not reachable since ${data ? clockText(data.sampledMs) : 'this page was opened'}. Trying again.`,
    );
  }
}

const SEVERAL =
  'Several replicas answer in turn, and each tells of itself alone. Open one directly, or use Grafana.';

/** @param {string} text */
function notify(text) {
  const notice = find('#notice');
  if (notice.textContent !== text) notice.textContent = text;
}

/** @param {Data} told */
function showAll(told) {
  const store = told.isStoreUp ? 'store connected' : 'STORE NOT REACHABLE';
  find('#status').textContent =
    `Replica ${told.replica}, version ${told.version}, since ${dayAndClockText(told.startedMs)}, ${store}`;
  find('#status').classList.toggle('alarm', !told.isStoreUp);
  showFigures(told);
  show('challenges', views.challengesView(told));
  show('steps', views.stepsView(told));
  show('styles', views.stylesView(told));
  show('times', views.timesView(told));
  show('limits', views.limitsView(told));
}

/** @param {Data} told */
function showFigures(told) {
  find('#figures').replaceChildren(
    ...views.figuresOf(told).map(([name, figure, unit]) => {
      const group = document.createElement('div');
      group.append(element('dt', name), element('dd', figure), element('dd', unit, 'muted'));
      return group;
    }),
  );
}

/**
 * Fills a section. What stands there is changed and not made anew, so that nothing flickers or loses the focus.
 * @param {string} id
 * @param {View} view
 */
function show(id, { sentence, draw, table }) {
  const section = find(`#${id}`);
  const { text, chart, details, cells } = partsOf(section);
  if (text.textContent !== sentence) text.textContent = sentence;
  // Without a width it is not laid out yet, and will be drawn when it is.
  if (chart.clientWidth > 0) chart.replaceChildren(...(draw?.(chart.clientWidth) ?? []));
  details.hidden = table === undefined;
  const fill = () => cells.replaceChildren(...(details.open && table ? tableRows(table()) : []));
  details.ontoggle = fill;
  fill();
}

/** @param {HTMLElement} section */
function partsOf(section) {
  if (!section.querySelector('details')) {
    const title = section.querySelector('h2')?.textContent ?? '';
    const details = document.createElement('details');
    const scroller = element('div', '', 'scroller');
    // Whoever has no mouse scrolls it by keys.
    Object.assign(scroller, { tabIndex: 0, role: 'region', ariaLabel: `${title}: numbers` });
    scroller.append(document.createElement('table'));
    details.append(element('summary', 'As numbers'), scroller);
    section.append(element('p', '', 'sentence'), element('div', '', 'chart'), details);
  }
  return {
    text: /** @type {HTMLElement} */ (section.querySelector('.sentence')),
    chart: /** @type {HTMLElement} */ (section.querySelector('.chart')),
    details: /** @type {HTMLDetailsElement} */ (section.querySelector('details')),
    cells: /** @type {HTMLTableElement} */ (section.querySelector('table')),
  };
}

/** @param {Table} table */
function tableRows({ head, body }) {
  const header = document.createElement('thead');
  const columns = head.map((text) => element('th', text));
  for (const column of columns) column.setAttribute('scope', 'col');
  header.append(row(columns));
  const rows = document.createElement('tbody');
  for (const [name = '', ...values] of body) {
    const heading = element('th', name);
    heading.setAttribute('scope', 'row');
    rows.append(row([heading, ...values.map((value) => element('td', value))]));
  }
  return [header, rows];
}

/** @param {readonly Node[]} cells */
function row(cells) {
  const made = document.createElement('tr');
  made.append(...cells);
  return made;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [className]
 */
function element(name, text, className = '') {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

for (const input of document.querySelectorAll('[name=range]'))
  input.addEventListener('change', refresh);
document.addEventListener('visibilitychange', refresh);
let width = 0;
new ResizeObserver(([entry]) => {
  // Charts are drawn to the pixel, so that their texts stay as large as all others.
  if (width === entry?.contentRect.width) return;
  width = entry?.contentRect.width ?? 0;
  if (data) showAll(data);
}).observe(find('main'));
await refresh();
