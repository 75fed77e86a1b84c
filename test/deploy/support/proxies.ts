import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { askFrom } from '../../support/http/ask-from.ts';
import { eventually, freePort } from '../../support/processes/ports.ts';
import { findProgram } from '../../support/processes/programs.ts';

/** The name that the examples are written for. */
export const HOST = 'captcha.example';

const EXAMPLES = fileURLToPath(new URL('../../../deploy/proxies/', import.meta.url));
const VENV = fileURLToPath(new URL('../../../deploy/.venv/bin/', import.meta.url));

/** A proxy of this machine with the configuration of an example. */
export interface RunningProxy {
  readonly origin: string;
  /** The certificate it shows. */
  readonly ca: string;
  /** All that it has written, wherever. */
  output(): string;
  stop(): Promise<void>;
}

/** Where a proxy is to be, and what it is to pass on to. */
interface Place {
  readonly folder: string;
  readonly port: number;
  readonly upstreamPort: number;
  readonly cert: string;
  readonly key: string;
}

/** A program, and how to start it with its example: ports, certificate and files changed, no more. */
export interface Proxy {
  readonly name: string;
  readonly program: string | undefined;
  prepare(place: Place): { args: string[]; logs: string[] };
}

/** Replaces what must be there, so that an example that has changed is not tested in another form. */
function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the example does not say: ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

const nginx: Proxy = {
  name: 'nginx',
  program: findProgram('nginx') ?? [`/usr/sbin/nginx`].find((path) => existsSync(path)),
  prepare: ({ folder, port, upstreamPort, cert, key }) => {
    const example = replaceAll(readFileSync(join(EXAMPLES, 'nginx/inkblot.conf'), 'utf8'), {
      '    listen 443 ssl http2;': `    listen 127.0.0.1:${port} ssl http2;`,
      '    listen [::]:443 ssl http2;': '',
      '    listen 80;': `    listen unix:${folder}/redirect.sock;`,
      '    listen [::]:80;': '',
      '/etc/ssl/captcha.example/fullchain.pem': cert,
      '/etc/ssl/captcha.example/privkey.pem': key,
      '/var/log/nginx': folder,
      'server 127.0.0.1:8080;': `server 127.0.0.1:${upstreamPort};`,
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    writeFileSync(join(folder, 'inkblot.conf'), example);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; user root root; pid ${folder}/pid; worker_processes 1; error_log stderr;
       events { worker_connections 256; }
       http {
         ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
         include ${folder}/inkblot.conf;
       }`,
    );
    return {
      args: ['-c', join(folder, 'nginx.conf')],
      logs: [join(folder, 'inkblot.log'), join(folder, 'inkblot-error.log')],
    };
  },
};

const caddy: Proxy = {
  name: 'Caddy',
  program: findProgram('caddy'),
  prepare: ({ folder, port, upstreamPort, cert, key }) => {
    const adapt = [
      'adapt',
      '--adapter',
      'caddyfile',
      '--config',
      join(EXAMPLES, 'caddy/Caddyfile'),
    ];
    const config = JSON.parse(
      execFileSync(caddy.program as string, adapt, {
        encoding: 'utf8',
        env: { CAPTCHA_HOST: `${HOST}:${port}`, UPSTREAM: `127.0.0.1:${upstreamPort}` },
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const [server] = Object.values(config.apps.http.servers) as Record<string, unknown>[];
    Object.assign(server ?? {}, {
      listen: [`127.0.0.1:${port}`],
      automatic_https: { disable: true },
      tls_connection_policies: [{}],
    });
    config.apps.tls = { certificates: { load_files: [{ certificate: cert, key }] } };
    config.admin = { disabled: true };
    writeFileSync(join(folder, 'caddy.json'), JSON.stringify(config));
    return { args: ['run', '--config', join(folder, 'caddy.json')], logs: [] };
  },
};

const traefik: Proxy = {
  name: 'Traefik',
  program: findProgram('traefik') ?? [join(VENV, 'traefik')].find((path) => existsSync(path)),
  prepare: ({ folder, port, upstreamPort, cert, key }) => {
    const read = (name: string) => parse(readFileSync(join(EXAMPLES, 'traefik', name), 'utf8'));
    const passed = read('inkblot.yaml');
    passed.http.routers.inkblot.tls = {};
    passed.http.services.inkblot.loadBalancer.servers[0].url = `http://127.0.0.1:${upstreamPort}`;
    passed.tls = { certificates: [{ certFile: cert, keyFile: key }] };
    writeFileSync(join(folder, 'inkblot.yaml'), JSON.stringify(passed));
    const { certificatesResolvers: _, ...config } = read('traefik.yaml');
    config.entryPoints.websecure.address = `127.0.0.1:${port}`;
    delete config.entryPoints.web;
    config.providers.file.filename = join(folder, 'inkblot.yaml');
    writeFileSync(join(folder, 'traefik.yaml'), JSON.stringify(config));
    return { args: [`--configFile=${join(folder, 'traefik.yaml')}`], logs: [] };
  },
};

/** Those that there are examples for. */
export const PROXIES: readonly Proxy[] = [nginx, caddy, traefik];

/** Starts a proxy in front of what listens at this port, and waits until it answers. */
export async function startProxy(proxy: Proxy, upstreamPort: number): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-proxy-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout ${key} -out ${cert}`
      .split(' ')
      .concat('-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`),
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const { args, logs } = proxy.prepare({ folder, port, upstreamPort, cert, key });
  const child = spawn(proxy.program as string, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  const output = () =>
    [written, ...logs.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))].join('');
  const origin = `https://127.0.0.1:${port}`;
  const ca = readFileSync(cert, 'utf8');
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${proxy.name} ended: ${output()}`);
  });
  ended.catch(() => {});
  const answers = eventually(() => askFrom('127.0.0.1', origin, { ca, headers: { host: HOST } }));
  await Promise.race([ended, answers]);
  return { origin, ca, output, stop: () => stop(child, folder) };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const killed = setTimeout(() => child.kill('SIGKILL'), 2000);
    await once(child, 'exit');
    clearTimeout(killed);
  }
  rmSync(folder, { recursive: true, force: true });
}
