import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseConfig } from '../../src/config/config.ts';
import { describeWith } from '../support/processes/programs.ts';

interface Service {
  readonly image?: string;
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly cap_add?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const example = parseEnv(readFileSync(at('deploy/compose/example.env'), 'utf8'));

/** A compose file, with the variables of the example or their defaults, as Compose itself reads it. */
function read(path: string): Compose {
  const text = readFileSync(at(path), 'utf8').replaceAll(
    /\$\{(\w+):[-?](.*?)\}/g,
    (_all, name: string, rest: string) => example[name] ?? rest,
  );
  return parse(text, { merge: true });
}

const PYTHON = at('deploy/.venv/bin/python');
const COMPARE =
  'import compose_spec, sys; compose_spec.PyCompose.from_yaml(sys.stdin.read()); print("valid")';

/** What the specification of Compose has against a file: `valid` if nothing. */
function judge(compose: unknown): string {
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', COMPARE], {
    // The judge knows no merged keys, and takes no whole number for a number of processors.
    input: stringify(compose, { aliasDuplicateObjects: false }).replaceAll(
      /^( *cpus: \d+)$/gm,
      '$1.0',
    ),
    encoding: 'utf8',
  });
  return stdout.trim() || stderr.trim();
}

const programs = { 'deploy/requirements.txt': existsSync(PYTHON) };

describeWith(programs, 'the compose files', () => {
  it.each(['compose.yaml', 'deploy/compose/compose.yaml'])('%s is what Compose knows', (path) => {
    expect(judge(read(path))).toBe('valid');
  });

  it('are judged by somebody who knows what Compose does not', () => {
    expect(judge({ services: { x: { imag: 'y' } } })).not.toBe('valid');
  });
});

describe('deploy/compose', () => {
  const { services, networks } = read('deploy/compose/compose.yaml');
  it('keeps every service from what it need not do', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service, name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+m$/),
        pids_limit: expect.any(Number),
      });
    }
    expect(services['inkblot']?.cap_add).toBeUndefined();
  });

  it('lets the world reach the proxy alone', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports);
    expect(open.map(([name]) => name)).toEqual(['caddy']);
    expect(networks['front']?.internal && networks['store']?.internal).toBe(true);
    expect(Object.keys(services['caddy']?.networks ?? {})).toEqual(['front', 'world']);
  });

  it('trusts the proxy, by its address, and nobody else', () => {
    const address = services['caddy']?.networks?.['front']?.ipv4_address;
    expect(services['inkblot']?.environment?.['TRUSTED_PROXIES']).toBe(address);
    const [file = ''] = services['caddy']?.volumes ?? [];
    expect(existsSync(at(join('deploy/compose', file.split(':')[0] ?? '')))).toBe(true);
  });

  it('gives Inkblot settings that it starts with, from the example', () => {
    const config = parseConfig(services['inkblot']?.environment ?? {}, () => 'x'.repeat(40));
    expect(config).toMatchObject({
      ok: true,
      config: { sitekey: 'forum', siteHostnames: ['forum.example', 'www.forum.example'] },
    });
  });

  describe('makes secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inkblot-secrets-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const [shell = '', flags = '', script = '', ...rest] = services['secrets']?.entrypoint ?? [];
    const run = (...args: string[]) => {
      const here = script
        .replaceAll('$$', '$')
        .replace('/secrets', folder)
        // To a user that is not there, which takes root.
        .replace('chown 0:65532 new &&', '');
      return execFileSync(shell, [flags, here, ...rest, ...args], { encoding: 'utf8' });
    };

    it('once, and shows the one that the site needs', () => {
      expect(run()).toBe('');
      const shown = run('show');
      expect(shown).toMatch(/^[\da-f]{40}\n$/);
      expect(run('show')).toBe(shown);
      expect(readFileSync(join(folder, 'secret_key'), 'utf8')).toMatch(/^[\da-f]{64}$/);
    });
  });
});
