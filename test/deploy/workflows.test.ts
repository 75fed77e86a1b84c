import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { productionPackages } from '../../scripts/image/packages.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});

describe.each(files)('the workflow $name', ({ text, workflow }) => {
  it('takes every action by its commit, and says which version that is', () => {
    const uses = [...text.matchAll(/\buses: (.*)$/gm)].map(([, action]) => action ?? '');
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may do nothing but read, unless a job of it says so', () => {
    expect(['', 'contents: read']).toContain(
      Object.entries(workflow.permissions)
        .map((entry) => entry.join(': '))
        .join(),
    );
  });

  it('leaves no token behind in the files, and ends in time', () => {
    for (const { steps, ...job } of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
        expect(step.with).toMatchObject({ 'persist-credentials': false });
      }
    }
  });

  it('writes nothing into a script that somebody else may have named', () => {
    for (const { steps } of Object.values(workflow.jobs)) {
      for (const { run = '' } of steps) expect(run).not.toContain('${{');
    }
  });
});

it('every workflow takes the same commit of an action', () => {
  const all = files.flatMap(({ text }) => [...text.matchAll(/\buses: (\S+)@(\S+)/g)]);
  const commits = Object.groupBy(all, ([, action = '']) => action);
  for (const [action, found] of Object.entries(commits)) {
    expect(new Set(found?.map(([, , commit]) => commit)).size, action).toBe(1);
  }
});

describe('the release', () => {
  const jobs = files.find(({ name }) => name === 'release.yml')?.workflow.jobs ?? {};

  it('is made of what passed the tests, by jobs that each may write what they make', () => {
    expect(jobs['image']?.needs).toBe('test');
    expect(jobs['release']?.needs).toBe('image');
    const writes = Object.entries(jobs).map(([name, { permissions = {} }]) => [
      name,
      Object.keys(permissions).filter((scope) => permissions[scope] === 'write'),
    ]);
    expect(Object.fromEntries(writes)).toEqual({
      test: [],
      image: ['packages', 'id-token', 'attestations'],
      release: ['contents', 'packages', 'id-token'],
    });
  });

  it('has an image for both kinds of processors, with its origin and its parts', () => {
    const build = jobs['image']?.steps.find(({ uses }) => uses?.includes('/build-push-action@'));
    expect(build?.with).toMatchObject({
      platforms: 'linux/amd64,linux/arm64',
      provenance: 'mode=max',
      sbom: true,
    });
  });

  it('finds in the chart what it writes the address of the image over', () => {
    const values = readFileSync(`${root}deploy/helm/inkblot/values.yaml`, 'utf8');
    expect(values.match(/^ {2}repository: ""$/gm)).toHaveLength(1);
    expect(values.match(/^ {2}digest: ""$/gm)).toHaveLength(1);
  });

  it('finds one version, in the package and in the chart', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const chart = parse(readFileSync(`${root}deploy/helm/inkblot/Chart.yaml`, 'utf8'));
    expect(chart).toMatchObject({ version, appVersion: version });
  });

  it('lists every package that the service needs, and no other', () => {
    const written = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root });
    const { bomFormat, components } = JSON.parse(written.toString()) as {
      bomFormat: string;
      components: { name: string; version: string }[];
    };
    const needed = [...productionPackages()].map(([folder, version]) => {
      return `${folder.split('node_modules/').at(-1)}@${version}`;
    });
    expect(bomFormat).toBe('CycloneDX');
    expect(new Set(components.map(({ name, version }) => `${name}@${version}`))).toEqual(
      new Set(needed),
    );
  });
});
