import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { eventually, freePort } from './ports.ts';
import { findProgram, findPrograms } from './programs.ts';

/** The servers to test against: all that are installed. */
export const SERVERS = findPrograms('redis-server', 'valkey-server');

/** Any one of them. */
export const [SERVER] = SERVERS;

/** A real server on a free port of this machine. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends the process, as a crash would. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Holds the process: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
}

/** Starts a server that keeps nothing on disk. */
export async function startRedis(
  program: string,
  args: readonly string[] = [],
): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-redis-'));
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const isSentinel = args.includes('--sentinel');
    child = spawn(
      program,
      [
        ...args.map((arg) => (arg === 'PORT' ? String(port) : arg)),
        ...['--port', args.includes('--tls-port') ? '0' : String(port)],
        ...['--bind', '127.0.0.1', '--dir', folder],
        ...(isSentinel ? [] : ['--save', '', '--appendonly', 'no']),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { promise: started, resolve, reject } = Promise.withResolvers<void>();
    child.once('exit', () => reject(new Error(`${program} ended instead of starting`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (/Ready to accept connections|Sentinel ID/.test(line)) resolve();
    });
    await started;
  }

  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
  };
}

/** A server with TLS alone and a password, and the certificate to trust. */
export async function startTlsRedis(
  program: string,
): Promise<RedisServer & { readonly ca: string; readonly caPath: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  ];
  execFileSync(
    findProgram('openssl') ?? 'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout ${key} -out ${cert}`
      .split(' ')
      .concat(subject),
    { stdio: 'ignore' },
  );
  const server = await startRedis(program, [
    ...['--tls-port', 'PORT', '--tls-cert-file', cert, '--tls-key-file', key],
    ...['--tls-ca-cert-file', cert, '--tls-auth-clients', 'no', '--requirepass', 'p@ss:word'],
  ]);
  return {
    ...server,
    url: `rediss://:p%40ss%3Aword@127.0.0.1:${server.port}/3`,
    ca: readFileSync(cert, 'utf8'),
    caPath: cert,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A master, its replica and a Sentinel that watches both. */
export async function startSentinel(
  program: string,
): Promise<RedisServer & { readonly master: RedisServer }> {
  const master = await startRedis(program);
  const replica = await startRedis(program, ['--replicaof', '127.0.0.1', String(master.port)]);
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  writeFileSync(
    file,
    [
      `sentinel monitor forum 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds forum 500',
      'sentinel failover-timeout forum 2000',
      'requirepass watch',
    ].join('\n'),
  );
  const sentinel = await startRedis(program, [file, '--sentinel']);
  const client = new Redis(sentinel.port, { password: 'watch' });
  await eventually(async () => {
    const replicas = (await client.call('SENTINEL', 'REPLICAS', 'forum')) as unknown[];
    return replicas.length === 1;
  });
  client.disconnect();
  return {
    ...sentinel,
    master,
    url: `redis+sentinel://127.0.0.1:${sentinel.port}/forum?sentinelPassword=watch`,
    stop: async () => {
      for (const server of [sentinel, replica, master]) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three masters that share the hash slots. */
export async function startCluster(program: string): Promise<Pick<RedisServer, 'url' | 'stop'>> {
  const servers: RedisServer[] = [];
  for (let n = 0; n < 3; n++) {
    servers.push(await startRedis(program, ['--cluster-enabled', 'yes']));
  }
  const clients = servers.map(({ port }) => new Redis(port));
  const [first, ...others] = clients as [Redis, ...Redis[]];
  for (const { port } of servers.slice(1)) await first.cluster('MEET', '127.0.0.1', port);
  const share = Math.ceil(16_384 / clients.length);
  for (const [n, client] of clients.entries()) {
    const last = Math.min(16_383, (n + 1) * share - 1);
    await client.call('CLUSTER', 'ADDSLOTSRANGE', n * share, last);
  }
  for (const client of [first, ...others]) {
    await eventually(async () => /cluster_state:ok/.test(String(await client.cluster('INFO'))));
    client.disconnect();
  }
  return {
    url: `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    stop: async () => {
      for (const server of servers) await server.stop();
    },
  };
}

/** `redis-server` of `/usr/bin/redis-server`. */
export function nameOf(program: string): string {
  return basename(program);
}
