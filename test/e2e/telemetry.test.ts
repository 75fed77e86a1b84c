import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Puzzle } from '../../src/challenge/work/puzzles.ts';
import { eventually, freePort } from '../support/processes/ports.ts';
import { type RunningService, runToEnd, startService } from '../support/processes/service.ts';
import { solveWork } from '../support/solve-work.ts';

const SITEKEY = 'forum';
const SECRET = 'the-secret-of-the-forum-01';
const METRICS_TOKEN = 'a-token-for-prometheus';
const RECEIVER_KEY = 'a-key-of-the-receiver';
/** Stands wherever a caller can write. */
const WRITTEN = 'xyzzy';

/** What a collector is sent, by path. */
const received: Record<string, Buffer[]> = {};
const keys = new Set<string | undefined>();
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    keys.add(request.headers['x-key'] as string | undefined);
    received[request.url ?? ''] = [...(received[request.url ?? ''] ?? []), Buffer.concat(chunks)];
    response.end();
  });
});

let service: RunningService;
let metricsUrl: string;
/** A trace that a visitor says he belongs to. Nobody who sets no `OTEL_PROPAGATORS` believes him. */
const FOREIGN_TRACE = '0af7651916cd43dd8448eb211c80319c';
/** What must never be told. */
const secrets = [SECRET, METRICS_TOKEN, RECEIVER_KEY, WRITTEN];

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const metricsPort = await freePort();
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  service = await startService({
    SITEKEY,
    SITE_SECRET: SECRET,
    LADDER: 'work:1',
    METRICS_PORT: String(metricsPort),
    METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_HEADERS: `x-key=${RECEIVER_KEY}`,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  const { origin } = service;
  await fetch(`${origin}/readyz`);
  const headers = {
    traceparent: `00-${FOREIGN_TRACE}-b7ad6b7169203331-01`,
    tracestate: `x=${WRITTEN}`,
    'user-agent': WRITTEN,
    'content-type': 'application/json',
  };
  const picture = await fetch(`${origin}/?${WRITTEN}`, { headers });
  const uuid = picture.headers.get('captcha_uuid') ?? '';
  await fetch(`${origin}/${uuid}/${WRITTEN}`, { headers });
  await fetch(`${origin}/${WRITTEN}`, { headers });
  const opened = await fetch(`${origin}/v1/challenges`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ sitekey: SITEKEY, action: WRITTEN, cdata: WRITTEN }),
  });
  const { id, work } = (await opened.json()) as { id: string; work: Puzzle };
  const solution = solveWork(work);
  const answered = await fetch(`${origin}/v1/challenges/${id}/answer`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ work: solution }),
  });
  const { token } = (await answered.json()) as { token: string };
  const verified = await fetch(`${origin}/siteverify`, {
    method: 'POST',
    body: new URLSearchParams({ secret: SECRET, response: token }),
  });
  expect(await verified.json()).toMatchObject({ success: true });
  secrets.push(uuid, id, solution, token, Buffer.from(FOREIGN_TRACE, 'hex').toString('latin1'));
}, 40_000);

afterAll(async () => {
  await service.stop();
  receiver.close();
});

describe('metrics on a port of their own', () => {
  it('are for whoever has the token, and are not on the main port', async () => {
    expect((await fetch(metricsUrl)).status).toBe(401);
    const authorization = `Bearer ${METRICS_TOKEN}`;
    const onMainPort = await fetch(`${service.origin}/metrics`, { headers: { authorization } });
    expect(onMainPort.status).toBe(404);
    const text = await (await fetch(metricsUrl, { headers: { authorization } })).text();
    for (const line of [
      `inkblot_challenge_answers_total{site="${SITEKEY}",kind="work",level="1",style="",outcome="right"} 1`,
      'inkblot_store_up 1',
      'inkblot_drawing_duration_seconds_count{kind="puzzle"}',
      'inkblot_stock_limit_pictures 1000',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(text).toContain(line);
    }
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

describe('a port of their own that is taken', () => {
  it('is told at the start, like any other fault', async () => {
    const taken = String((receiver.address() as AddressInfo).port);
    const { code, stderr } = await runToEnd([], { PORT: '0', METRICS_PORT: taken });
    expect(code).toBe(2);
    expect(stderr).toContain('METRICS_HOST and METRICS_PORT cannot be listened on');
  });
});

describe('what is exported to OpenTelemetry', () => {
  // The last of it is sent when the service ends.
  const all = async (path: string): Promise<string> => {
    await service.stop();
    return Buffer.concat(received[path] ?? []).toString('latin1');
  };

  it('is a span for each request by its route, and what was done for it', async () => {
    const traces = await all('/v1/traces');
    for (const part of [
      'GET /:uuid/:captcha_guess',
      'POST /v1/challenges/:id/answer',
      'store take',
      'render puzzle',
      'http.response.status_code',
      'service.name',
      'deployment.environment.name',
    ]) {
      expect(traces).toContain(part);
    }
    expect(traces).not.toContain('/readyz');
    expect([...keys]).toEqual([RECEIVER_KEY]);
  });

  it('has the metrics that Prometheus gets, under the same names', async () => {
    const metrics = await all('/v1/metrics');
    for (const part of [
      'inkblot_challenge_answers_total',
      'inkblot_store_operation_duration_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(metrics).toContain(part);
    }
  });

  it('says no address, no uuid, no guess, no token and no secret', async () => {
    const exported = `${await all('/v1/traces')}${await all('/v1/metrics')}`;
    expect(exported.length).toBeGreaterThan(1000);
    for (const secret of secrets) expect(exported).not.toContain(secret);
    expect(service.output.join('\n')).not.toContain(RECEIVER_KEY);
  });
});

describe('a receiver that never answers', () => {
  it('is told of in the log, disturbs no visitor, and does not hold up the end', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const lonely = await startService({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    });
    expect((await fetch(`${lonely.origin}/`)).status).toBe(200);
    await eventually(async () => lonely.output.some((line) => line.includes('not exported')));
    const startMs = performance.now();
    expect(await lonely.stop()).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(8000);
    silent.closeAllConnections();
    silent.close();
  }, 40_000);
});
