import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { k8sManifests } from '../../scripts/k8s-manifests.ts';
import { parseConfig } from '../../src/config/config.ts';
import { describeWith } from '../support/processes/programs.ts';
import {
  CHART,
  PROGRAMS,
  podsOf,
  type Resource,
  render,
  resourcesOf,
  run,
  validate,
} from './support/chart.ts';

const VALUES = ['minimal-values.yaml', 'production-values.yaml', 'everything-values.yaml'];
const KUBERNETES = ['1.29', '1.37'];
const K8S = new URL('../../deploy/k8s/', import.meta.url).pathname;

/** The alerts of Prometheus, without their links. */
const alerts = parse(
  readFileSync(new URL('../../deploy/prometheus/alerts.yml', import.meta.url), 'utf8'),
);

/** Kinds that Kubernetes does not bring, by what they must have. */
const CUSTOM: Readonly<Record<string, (spec: Record<string, unknown>) => void>> = {
  ServiceMonitor: (spec) =>
    expect(spec).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/component': 'metrics' } },
      endpoints: [{ port: 'metrics', path: '/metrics', interval: expect.stringMatching(/^\d+s$/) }],
    }),
  PrometheusRule: (spec) => {
    const base = 'https://example.com/docs/runbook.md';
    expect(JSON.parse(JSON.stringify(spec).replaceAll(base, 'docs/runbook.md'))).toEqual(alerts);
    expect(JSON.stringify(spec)).toContain(`"runbook_url":"${base}#`);
  },
};

const find = (resources: readonly Resource[], kind: string) => {
  const found = resources.find((resource) => resource.kind === kind);
  if (!found) throw new Error(`there is no ${kind}`);
  return found;
};

const secretFiles: Readonly<Record<string, string>> = {
  SECRET_KEY: 'k'.repeat(32),
  ACCEPTED_SECRET_KEYS: 'o'.repeat(32),
  STORE_URL: 'redis://:password@valkey:6379',
  SITE_SECRET: 's'.repeat(20),
  METRICS_TOKEN: 't'.repeat(40),
};

describeWith(PROGRAMS, 'the Helm chart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-chart-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Whether the schemas of Kubernetes accept resources, but for kinds they do not know. */
  function expectValid(resources: readonly Resource[]): void {
    const path = join(folder, 'resources.yaml');
    const known = resources.filter(({ kind }) => !CUSTOM[kind]);
    writeFileSync(path, known.map((resource) => JSON.stringify(resource)).join('\n---\n'));
    for (const version of KUBERNETES) expect(validate(version, path), version).toBe('');
  }

  /** What every pod must be: as `restricted` of the Pod Security Standards asks, and a little more. */
  function expectHardened(resources: readonly Resource[]): void {
    for (const { name, pod } of podsOf(resources)) {
      expect(pod, name).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { image, securityContext, resources: needs } of pod.containers) {
        expect(securityContext, name).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(needs.limits['memory'], name).toMatch(/^\d+Mi$/);
        expect(Object.keys(needs.requests), name).toEqual(['cpu', 'memory']);
        expect(image, name).toMatch(/[^:]+(:(?!latest$)[\w.-]+|@sha256:[\da-f]{64})$/);
      }
    }
  }

  describe.each(VALUES)('with %s', (values) => {
    const resources = PROGRAMS.helm ? render([values]) : [];

    it('passes helm lint --strict', () => {
      expect(run('helm', 'lint', '--strict', CHART, '--values', `${CHART}ci/${values}`)).toContain(
        '0 chart(s) failed',
      );
    });

    it('makes what Kubernetes accepts, from the oldest that it is for to the newest', () => {
      expectValid(resources);
      const custom = resources.filter(({ kind, spec = {} }) => {
        CUSTOM[kind]?.(spec);
        return CUSTOM[kind];
      });
      expect(custom).toHaveLength(values.startsWith('everything') ? 2 : 0);
    });

    it('makes pods that can do nothing that they need not', () => {
      expect(podsOf(resources)).toHaveLength(2);
      expectHardened(resources);
    });

    it('gives the service settings that it starts with', () => {
      const { data } = find(resources, 'ConfigMap');
      const read = (path: string | URL) => secretFiles[String(path).split('/').at(-1) ?? ''] ?? '';
      expect(parseConfig(data ?? {}, read)).toMatchObject({ ok: true });
    });

    it('gives a shutdown the time that it may take', () => {
      const graceMs = Number(find(resources, 'ConfigMap').data?.['SHUTDOWN_GRACE_MS']);
      const [deployment] = podsOf(resources);
      const limit = deployment?.pod.terminationGracePeriodSeconds ?? 0;
      expect(limit * 1000).toBeGreaterThanOrEqual(graceMs + 2000);
      expect(limit * 1000).toBeLessThan(graceMs + 10_000);
    });

    it('selects the pods of the service, and not that of its test', () => {
      const { template } = find(resources, 'Deployment').spec as { template: Resource };
      for (const service of resources.filter(({ kind }) => kind === 'Service')) {
        const selector = service.spec?.['selector'] as Record<string, string>;
        expect(template.metadata.labels).toMatchObject(selector);
        expect(find(resources, 'Pod').metadata.labels).not.toMatchObject(selector);
      }
    });
  });

  it.each([
    ['several replicas without a key', ['replicaCount=2'], /same secret key/],
    [
      'several replicas without a store',
      ['replicaCount=2', 'secrets={"existingSecret":"s","keys":["SECRET_KEY"]}'],
      /store that they share/,
    ],
    ['scaling without a key', ['autoscaling.enabled=true'], /same secret key/],
    ['keys of no Secret', ['secrets.keys=["SECRET_KEY"]'], /does not say which/],
    ['a password in a ConfigMap', ['config.STORE_URL="redis://:p@h"'], /ConfigMap keeps none/],
    [
      'an Ingress of which nobody knows',
      ['ingress.enabled=true', 'ingress.host="captcha.example"'],
      /trustedProxies/,
    ],
    ['a setting that does not exist', ['config.SECRET_KEYS="x"'], /SECRET_KEYS is not allowed/],
    ['a secret as a setting', ['config.SITE_SECRET="x"'], /SITE_SECRET is not allowed/],
    ['a value that does not exist', ['replicas=2'], /replicas is not allowed/],
    ['an image that changes', ['image.tag="latest"'], /image.tag/],
    ['no image', ['image.repository=""'], /where is the image/],
  ])('refuses %s', (_what, set, message) => {
    expect(() => render(['minimal-values.yaml'], set)).toThrow(message);
  });

  it('keeps one replica when a node is drained, where there are several', () => {
    const kinds = (values: string) => render([values]).map(({ kind }) => kind);
    expect(kinds('production-values.yaml')).toContain('PodDisruptionBudget');
    expect(kinds('minimal-values.yaml')).not.toContain('PodDisruptionBudget');
  });

  describe('as plain manifests', () => {
    it('are what the chart makes: if not, `npm run k8s`', () => {
      expect(readFileSync(join(K8S, 'inkblot.yaml'), 'utf8')).toBe(k8sManifests());
    });

    it('are put together by kubectl, with secrets that the operator makes', () => {
      const copy = join(folder, 'k8s');
      cpSync(K8S, copy, { recursive: true });
      for (const name of ['SECRET_KEY', 'SITE_SECRET']) {
        writeFileSync(join(copy, name), secretFiles[name] ?? '');
      }
      const resources = resourcesOf(run('kubectl', 'kustomize', copy));
      expectValid(resources);
      expectHardened(resources);
      const { name } = find(resources, 'Secret').metadata;
      expect(JSON.stringify(find(resources, 'Deployment'))).toContain(`"secretName":"${name}"`);
    });
  });
});
