import type { Latencies } from './latency.ts';
import type { Result, StoreResults } from './measure.ts';

/** The section `http` of `docs/benchmarks.md`. */
export function formatSection(
  run: string,
  stores: readonly (readonly [name: string, results: StoreResults])[],
): string {
  return [
    run,
    '',
    'The service, the load generator and whatever else runs share the machine: look at the ratios,',
    'which compare turns of the same round. `stocked` is `GET /` while ready pictures last, `drawn` is',
    '`GET /` without any (`PICTURE_STOCK=0`), `check` is the wrong answer to an outstanding captcha.',
    '`bare` is a route of Fastify that answers the same headers and as many bytes. Logs are on and go',
    'to /dev/null.',
    '',
    '| Store | Route | Requests/s | of bare | p50, p95, p99 at full load, ms | at half load, ms | CPU, µs | Longest block at half, full load, ms |',
    '| --- | --- | --: | --: | --: | --: | --: | --: |',
    ...stores.flatMap(([store, { picture, check }]) => [
      row(store, 'bare picture', picture.bare),
      row(store, 'stocked', picture.stocked),
      row(store, 'drawn', picture.drawn),
      row(store, 'bare check', check.bare),
      row(store, 'check', check.inkblot),
    ]),
    '',
    '- **Full load**: 64 connections that ask again as soon as they are answered (autocannon).',
    '- **Half load**: half of those requests per second at a fixed rate; each is timed from when it was',
    '  due, so that a service that stands still is charged with all that should have been asked.',
    '- **CPU** is processor time of the thread that answers, for each request at half load.',
    '- **Longest block** is the longest time in which that thread came round to nothing else, time in',
    '  which other programs had the processor included.',
    '',
    '| Store | Outstanding captchas | Memory before | Memory with them |',
    '| --- | --: | --: | --: |',
    ...stores.map(
      ([store, { outstanding, residentBytesBefore, residentBytesAfter }]) =>
        `| ${store} | ${outstanding.toLocaleString('en')} | ${megabytes(residentBytesBefore)} | ${megabytes(residentBytesAfter)} |`,
    ),
    '',
    'Resident memory of the whole process, drawing threads included.',
  ].join('\n');
}

function row(store: string, route: string, result: Result): string {
  const cells = [
    store,
    route,
    Math.round(result.requestsPerSecond).toLocaleString('en'),
    `${Math.round(100 * result.ofBare)} %`,
    latencies(result.full),
    latencies(result.half),
    result.mainCpuUs.toFixed(0),
    `${result.blockAtHalfMs.toFixed(0)}, ${result.blockAtFullMs.toFixed(0)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function latencies({ p50Ms, p95Ms, p99Ms }: Latencies): string {
  return [p50Ms, p95Ms, p99Ms].map((ms) => ms.toFixed(1)).join(', ');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
