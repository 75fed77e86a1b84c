import { loadAtFixedRate } from './fixed-rate.ts';
import { loadFully } from './full-load.ts';
import { type Latencies, summarise } from './latency.ts';
import { type Service, startService } from './service.ts';

/** How much is asked for. */
export interface Effort {
  readonly rounds: number;
  /** Requests of a turn at full load. */
  readonly requests: number;
  readonly halfLoadMs: number;
  /** Captchas outstanding when memory is looked at. */
  readonly outstanding: number;
  /** No longer than this is waited for them. */
  readonly outstandingLimitMs: number;
}

/** What is measured of one route of one program. */
export interface Result {
  readonly requestsPerSecond: number;
  /** Share of the requests per second of the bare route, round by round: the median. */
  readonly ofBare: number;
  readonly full: Latencies;
  readonly halfRate: number;
  readonly half: Latencies;
  /** Processor time of the thread that answers, for each request at half load. */
  readonly mainCpuUs: number;
  readonly blockAtHalfMs: number;
  readonly blockAtFullMs: number;
}

/** What is measured with one store. */
export interface StoreResults {
  readonly picture: Readonly<Record<'bare' | 'stocked' | 'drawn', Result>>;
  readonly check: Readonly<Record<'bare' | 'inkblot', Result>>;
  readonly outstanding: number;
  readonly residentBytesBefore: number;
  readonly residentBytesAfter: number;
}

interface Subject {
  readonly service: Service;
  readonly nextPath: () => string;
}

const CONNECTIONS = 64;
const TURN_LIMIT_MS = 15_000;

/** Measures all routes with one store, in turns, so that a slow minute is everybody's slow minute. */
export async function measureStore(
  env: Readonly<Record<string, string>>,
  effort: Effort,
): Promise<StoreResults> {
  const inkblot = (pictureStock: number) =>
    startService('../../src/main.ts', {
      CHALLENGE_TTL_SECONDS: '3600',
      MEMORY_MAX_ENTRIES: '1000000',
      MEMORY_MAX_MB: '1000',
      SHUTDOWN_DELAY_MS: '0',
      // Counted as always, and never refused.
      RATE_LIMIT_PERCENT: '100000',
      PICTURE_STOCK: String(pictureStock),
      ...env,
    });
  const drawn = await inkblot(0);
  const stocked = await inkblot(Math.min(20_000, 5 * effort.requests));
  const picture = await (await fetch(drawn.origin)).arrayBuffer();
  const bare = await startService('bare.ts', { PICTURE_BYTES: String(picture.byteLength) });
  try {
    await stocked.rest();
    const residentBytesBefore = (await drawn.read()).residentBytes;
    const uuids = await issue(drawn, effort);
    const residentBytesAfter = (await drawn.read()).residentBytes;
    const checks = uuids.values();
    const onPictures = (service: Service): Subject => ({ service, nextPath: () => '/' });
    // Should they run out, their place in the store is looked for in vain.
    const nextCheck = () => `/${checks.next().value ?? uuids[0]}/WRONG2`;
    return {
      picture: await measureInTurns(
        { bare: onPictures(bare), stocked: onPictures(stocked), drawn: onPictures(drawn) },
        effort,
      ),
      check: await measureInTurns(
        {
          bare: { service: bare, nextPath: () => `/${uuids[0]}/WRONG2` },
          inkblot: { service: drawn, nextPath: nextCheck },
        },
        effort,
      ),
      outstanding: uuids.length,
      residentBytesBefore,
      residentBytesAfter,
    };
  } finally {
    await Promise.all([bare, stocked, drawn].map((service) => service.stop()));
  }
}

async function issue(service: Service, effort: Effort): Promise<string[]> {
  const uuids: string[] = [];
  await loadFully({
    origin: service.origin,
    nextPath: () => '/',
    requests: effort.outstanding,
    connections: CONNECTIONS,
    limitMs: effort.outstandingLimitMs,
    onHeaders: (headers) => {
      if (headers['captcha_uuid'] !== undefined) uuids.push(headers['captcha_uuid']);
    },
  });
  return uuids;
}

async function measureInTurns<Name extends string>(
  subjects: Readonly<Record<'bare' | Name, Subject>>,
  effort: Effort,
): Promise<Record<'bare' | Name, Result>> {
  const names = Object.keys(subjects) as ('bare' | Name)[];
  const turns = names.map(() => ({
    rates: [] as number[],
    timesMs: [] as number[],
    blocksMs: [] as number[],
  }));
  // The first round is for the compilers.
  for (let round = 0; round <= effort.rounds; round++) {
    for (const [index, name] of names.entries()) {
      const { service, nextPath } = subjects[name];
      await service.rest();
      const load = await loadFully({
        origin: service.origin,
        nextPath,
        requests: effort.requests,
        connections: CONNECTIONS,
        limitMs: TURN_LIMIT_MS,
      });
      if (load.failures > 0) throw new Error(`${name}: ${load.failures} answers were not 200`);
      const { longestBlockMs } = await service.read();
      if (round === 0) continue;
      turns[index]?.rates.push(load.requestsPerSecond);
      turns[index]?.timesMs.push(...load.timesMs);
      turns[index]?.blocksMs.push(longestBlockMs);
    }
  }
  const bareRates = turns[0]?.rates ?? [];
  const results = {} as Record<'bare' | Name, Result>;
  for (const [index, name] of names.entries()) {
    const { rates = [], timesMs = [], blocksMs = [] } = turns[index] ?? {};
    const requestsPerSecond = median(rates);
    results[name] = {
      requestsPerSecond,
      ofBare: median(rates.map((rate, round) => rate / (bareRates[round] ?? Number.NaN))),
      full: summarise(timesMs),
      blockAtFullMs: Math.max(...blocksMs),
      ...(await measureHalfLoad(subjects[name], requestsPerSecond / 2, effort)),
    };
  }
  return results;
}

async function measureHalfLoad(
  { service, nextPath }: Subject,
  halfRate: number,
  effort: Effort,
): Promise<Pick<Result, 'halfRate' | 'half' | 'mainCpuUs' | 'blockAtHalfMs'>> {
  await service.rest();
  const timesMs = await loadAtFixedRate({
    origin: service.origin,
    nextPath,
    requestsPerSecond: halfRate,
    durationMs: effort.halfLoadMs,
    connections: CONNECTIONS,
  });
  const { mainCpuMs, longestBlockMs } = await service.read();
  return {
    halfRate,
    half: summarise(timesMs),
    mainCpuUs: (mainCpuMs * 1000) / timesMs.length,
    blockAtHalfMs: longestBlockMs,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
