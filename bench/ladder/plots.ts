import type { Day, Report, Run } from './report.ts';
import { DAY_MS, HOUR_MS, SPAN_MS } from './scenario.ts';
import {
  bar,
  bottomAxis,
  decades,
  dot,
  type Frame,
  figure,
  leftAxis,
  legend,
  line,
  linear,
  logarithmic,
  type Mark,
  rule,
  text,
} from './svg.ts';

/** The plots by the names of their files. */
export function drawPlots(report: Report): Readonly<Record<string, string>> {
  return {
    'ladder-days.svg': drawDays(report),
    'ladder-price.svg': drawPrices(report),
    'ladder-people.svg': drawPeople(report),
    'ladder-grief.svg': drawGrief(report),
  };
}

/** Which step people met, over the day. */
function drawDays({ days, steps }: Report): string {
  const marks = days.flatMap((day, n) => {
    const frame = {
      left: 60 + 390 * (n % 2),
      top: 62 + 190 * Math.floor(n / 2),
      width: 320,
      height: 120,
    };
    return drawDay(day, frame);
  });
  const entries = Array.from({ length: steps }, (_, n) => [n % 5, `step ${n}`] as const);
  return figure(
    800,
    440,
    'The share of people by the hardest step they met, every ten minutes of four days.',
    [...legend(60, 20, entries), ...marks],
  );
}

function drawDay({ name, spans }: Day, frame: Frame): Mark[] {
  const first = Math.floor(Math.min(...spans.map(({ atMs }) => atMs)) / HOUR_MS);
  const last = Math.ceil((Math.max(...spans.map(({ atMs }) => atMs)) + SPAN_MS) / HOUR_MS);
  const x = linear(frame.left, frame.left + frame.width, first * HOUR_MS, last * HOUR_MS);
  const y = linear(frame.top + frame.height, frame.top, 0, 1);
  const everyHours = last - first > 8 ? 4 : 1;
  const hours = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  return [
    text(frame.left, frame.top - 10, name, 'start', 'title'),
    ...leftAxis(frame, y, [
      [0, '0 %'],
      [0.5, '50 %'],
      [1, '100 %'],
    ]),
    ...spans.flatMap(({ atMs, figures }) => {
      let below = 0;
      return figures.bySteps.flatMap((share, step) => {
        const from = below;
        below += share;
        if (share === 0) return [];
        return [bar(step % 5, x(atMs), y(below), x(atMs + SPAN_MS) - x(atMs), y(from) - y(below))];
      });
    }),
    ...bottomAxis(
      frame,
      x,
      hours.filter((hour) => hour % everyHours === 0).map((hour) => [hour * HOUR_MS, `${hour}:00`]),
    ),
  ];
}

/** Attempts that an address really made in a day. */
function paceOf({ price }: Run): number {
  return price.attempts / ((price.addressHoursEach * price.accounts * HOUR_MS) / DAY_MS);
}

/** How many times as much as without the ladder an account costs, by the pace of the addresses. */
function drawPrices({ bills, settings }: Report): string {
  const frame = { left: 84, top: 60, width: 670, height: 300 };
  const addresses = settings.number('addresses');
  const lines = bills.map(({ name, without, runs }) => ({
    name,
    points: runs
      .filter((run) => run.addresses === addresses && !run.isFresh)
      .map((run) => [paceOf(run), run.price.dollarsEach / without.dollarsEach] as const),
  }));
  const all = lines.flatMap(({ points }) => points);
  const ticksX = decades(Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x)));
  const ticksY = decades(Math.min(1, ...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y)));
  const x = logarithmic(frame.left, frame.left + frame.width, ticksX[0] ?? 1, ticksX.at(-1) ?? 10);
  const y = logarithmic(frame.top + frame.height, frame.top, ticksY[0] ?? 1, ticksY.at(-1) ?? 10);
  const aim = y(50);
  return figure(
    800,
    420,
    'How many times as much an account costs with the ladder, by attempts of an address in a day.',
    [
      ...legend(
        20,
        20,
        lines.map(({ name }, n) => [n % 5, name] as const),
      ),
      text(
        frame.left,
        46,
        'dollars an account, as a multiple of what it costs without the ladder',
        'start',
        'title',
      ),
      ...leftAxis(
        frame,
        y,
        ticksY.map((value) => [value, `${value.toLocaleString('en-US')}×`]),
      ),
      rule('axis', frame.left, aim, frame.left + frame.width, aim),
      text(frame.left + frame.width, aim - 5, 'aim: 50×', 'end'),
      ...lines.flatMap(({ points }, n) => [
        line(
          n % 5,
          points.map(([pace, times]) => [x(pace), y(times)] as const),
        ),
        ...points.map(([pace, times]) => dot(n % 5, x(pace), y(times))),
      ]),
      ...bottomAxis(
        frame,
        x,
        ticksX.map((value) => [value, value.toLocaleString('en-US')]),
      ),
      text(frame.left + frame.width / 2, 408, 'attempts of an address in a day', 'middle'),
    ],
  );
}

/** Extra seconds of people, for each day. */
function drawPeople({ days }: Report): string {
  const frame = { left: 60, top: 60, width: 700, height: 220 };
  const most = Math.max(1, ...days.map(({ people }) => people.extra99));
  const top = 10 * Math.ceil(most / 10);
  const y = linear(frame.top + frame.height, frame.top, 0, top);
  const ticks = Array.from({ length: top / 10 + 1 }, (_, n) => [10 * n, `${10 * n} s`] as const);
  const slot = frame.width / days.length;
  const bars = days.flatMap(({ name, people, without }, n) => {
    const left = frame.left + n * slot + slot / 2 - 64;
    const values = [without.extraMean, people.extraMean, people.extra95, people.extra99];
    return [
      ...values.flatMap((value, part) => [
        bar(part, left + 32 * part, y(value), 28, y(0) - y(value)),
        text(left + 32 * part + 14, y(value) - 4, value.toFixed(1), 'middle'),
      ]),
      text(left + 62, frame.top + frame.height + 17, name, 'middle'),
    ];
  });
  return figure(800, 310, 'Seconds of people beyond one easy picture, on four days.', [
    ...legend(60, 20, [
      [0, 'mean without the ladder'],
      [1, 'mean'],
      [2, '95 % have less'],
      [3, '99 % have less'],
    ]),
    text(frame.left, 46, 'seconds beyond one picture of level 1', 'start', 'title'),
    ...leftAxis(frame, y, ticks),
    rule('axis', frame.left, y(0), frame.left + frame.width, y(0)),
    ...bars,
  ]);
}

/** What somebody does to people who fails on purpose. */
function drawGrief({ griefs }: Report): string {
  const frame = { left: 60, top: 50, width: 700, height: 200 };
  const most = Math.max(1, ...griefs.map(({ people }) => people.extraMean));
  const top = 5 * Math.ceil(most / 5);
  const ticksX = decades(
    Math.min(...griefs.map(({ addresses }) => addresses)),
    Math.max(...griefs.map(({ addresses }) => addresses)),
  );
  const x = logarithmic(frame.left, frame.left + frame.width, ticksX[0] ?? 1, ticksX.at(-1) ?? 10);
  const y = linear(frame.top + frame.height, frame.top, 0, top);
  const points = griefs.map(
    ({ addresses, people }) => [x(addresses), y(people.extraMean)] as const,
  );
  return figure(800, 310, 'Seconds of people when addresses fail on purpose, by their number.', [
    text(frame.left, 30, 'seconds of people beyond one picture of level 1, mean', 'start', 'title'),
    ...leftAxis(
      frame,
      y,
      Array.from({ length: top / 5 + 1 }, (_, n) => [5 * n, `${5 * n} s`]),
    ),
    line(1, points),
    ...points.map(([px, py]) => dot(1, px, py)),
    ...bottomAxis(
      frame,
      x,
      ticksX.map((value) => [value, value.toLocaleString('en-US')]),
    ),
    text(frame.left + frame.width / 2, 294, 'addresses that fail on purpose', 'middle'),
  ]);
}
