/** What a load generator saw. */
export interface FullLoad {
  readonly requestsPerSecond: number;
  /** From sending a request to its whole answer. */
  readonly timesMs: readonly number[];
  /** Answers other than 200. */
  readonly failures: number;
}

/** What to ask for, and for how long at most. */
export interface FullLoadOptions {
  readonly origin: string;
  /** The path of the next request. */
  readonly nextPath: () => string;
  readonly requests: number;
  readonly connections: number;
  readonly limitMs: number;
  /** Told the headers of each answer. */
  readonly onHeaders?: (headers: Readonly<Record<string, string>>) => void;
}

/** The part of autocannon that is called: its own types are a package of their own. */
type Autocannon = (
  options: Readonly<Record<string, unknown>>,
  done: (error: Error | null, result: { readonly non2xx: number; readonly errors: number }) => void,
) => {
  on(
    event: 'response',
    listener: (client: unknown, status: number, bytes: number, responseMs: number) => void,
  ): void;
  stop(): void;
};

/** Asks as fast as answers come, on so many connections at once. Needs autocannon. */
export async function loadFully(options: FullLoadOptions): Promise<FullLoad> {
  const autocannon = await loadAutocannon();
  const { nextPath, onHeaders } = options;
  const timesMs: number[] = [];
  const startMs = performance.now();
  let lastMs = startMs;
  const { promise, resolve, reject } = Promise.withResolvers<{ non2xx: number; errors: number }>();
  const run = autocannon(
    {
      url: options.origin,
      amount: options.requests,
      connections: options.connections,
      requests: [
        {
          setupRequest: (request: object) => ({ ...request, path: nextPath() }),
          ...(onHeaders && {
            onResponse: (_status: number, _body: string, _context: object, headers: never) =>
              onHeaders(headers),
          }),
        },
      ],
    },
    (error, result) => (error ? reject(error) : resolve(result)),
  );
  run.on('response', (_client, _status, _bytes, responseMs) => {
    timesMs.push(responseMs);
    lastMs = performance.now();
  });
  const timer = setTimeout(() => run.stop(), options.limitMs);
  const { non2xx, errors } = await promise;
  clearTimeout(timer);
  return {
    requestsPerSecond: (timesMs.length * 1000) / (lastMs - startMs),
    timesMs,
    failures: non2xx + errors,
  };
}

async function loadAutocannon(): Promise<Autocannon> {
  // Behind a variable, as types are not looked for where the package is not installed.
  const name = 'autocannon';
  return (await import(name)).default;
}
