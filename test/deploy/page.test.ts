import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWith } from '../support/processes/programs.ts';
import { runToEnd, startService } from '../support/processes/service.ts';
import { CHART, PROGRAMS, resourcesOf, run } from './support/chart.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/deployment.md`, 'utf8');

/** The blocks of the page in a language. */
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );

/** The file of this name that the page shows. */
function shown(name: string): string {
  const block = blocks('yaml').find((text) => text.startsWith(`# ${name}\n`));
  if (!block) throw new Error(`the page shows no ${name}`);
  return block;
}

describe('docs/deployment.md', () => {
  it.each(blocks('sh').map((text) => [text.split('\n')[0], text]))(
    'has a command that a shell can read: %s',
    (_first, text) => {
      expect(spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    },
  );

  it('names files that there are', () => {
    const named = [
      ...page.matchAll(/\]\(\.\.\/([^)#]+)/g),
      ...page.matchAll(/`(deploy\/[^`*]+)`/g),
    ];
    expect(named.length).toBeGreaterThan(5);
    for (const [, path = ''] of named) expect(existsSync(root + path), path).toBe(true);
  });
});

describe('the commands of the image in docs/deployment.md', () => {
  const commands = [...page.matchAll(/^docker run .*inkblot:local ?([^>\n]*)/gm)].map(
    ([, words = '']) => words.trim().split(' '),
  );
  const args = (name: string) => {
    const found = commands.find(([first]) => first === name);
    if (!found) throw new Error(`the page shows no ${name}`);
    return found;
  };

  it('make settings, check them, and try the service that is started with them', async () => {
    const made = await runToEnd(args('keys'));
    expect(made.code).toBe(0);
    const settings = parseEnv(made.stdout) as Record<string, string>;
    expect(await runToEnd(args('check'), settings)).toMatchObject({ code: 0, stderr: '' });
    const service = await startService({ ...settings, RATE_LIMITS: 'true' });
    const [name = '', origin = ''] = args('self-test');
    expect(origin).toBe('http://localhost:8080');
    expect(await runToEnd([name, service.origin])).toMatchObject({ code: 0 });
    await service.stop();
  });
});

describeWith(PROGRAMS, 'what docs/deployment.md shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-page-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('installs three replicas behind an Ingress, with Helm', () => {
    writeFileSync(join(folder, 'values.yaml'), shown('values.yaml'));
    const values = ['--values', join(folder, 'values.yaml')];
    const image = ['--set', 'image.repository=inkblot'];
    const resources = resourcesOf(run('helm', 'template', 'inkblot', CHART, ...values, ...image));
    const [deployment] = resources.filter(({ kind }) => kind === 'Deployment');
    expect(deployment?.spec).toMatchObject({ replicas: 3 });
    expect(resources.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Ingress', 'ServiceMonitor', 'PodDisruptionBudget']),
    );
  });

  it('installs an image and settings of one’s own, with Kustomize', () => {
    cpSync(`${root}deploy/k8s`, join(folder, 'k8s'), { recursive: true });
    for (const name of ['SECRET_KEY', 'SITE_SECRET']) writeFileSync(join(folder, 'k8s', name), 'x');
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/kustomization.yaml'), shown('kustomization.yaml'));
    const resources = resourcesOf(run('kubectl', 'kustomize', join(folder, 'mine')));
    expect(JSON.stringify(resources)).toContain('"image":"registry.example/you/inkblot:0.1.0"');
    const settings = resources.find(({ kind }) => kind === 'ConfigMap')?.data;
    expect(settings).toMatchObject({ SITEKEY: 'forum', STORE_URL: 'redis://valkey:6379' });
  });
});
