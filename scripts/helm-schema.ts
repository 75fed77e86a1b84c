import { settings } from '../src/config/settings.ts';
import type { Setting } from '../src/config/values/setting.ts';

/** What the chart sets itself, by values of its own. */
const CHART_SETS = /^(PORT|HOST|LOG_FORMAT|SITES_FILE|TRUSTED_PROXIES|METRICS_(PORT|HOST))$/;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const count = { type: 'integer', minimum: 1 };
const port = { type: 'integer', minimum: 1, maximum: 65_535 };
const list = { type: 'array' };
const map = { type: 'object' };
/** A name that Kubernetes accepts, or none. */
const name = { type: 'string', pattern: '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)?$' };
const labels = { type: 'object', additionalProperties: { type: 'string' } };

/** An object with these properties and no others: whoever misspells a value is told. */
function object(properties: Readonly<Record<string, unknown>>): object {
  return { type: 'object', additionalProperties: false, properties };
}

/** `values.schema.json` of the Helm chart: its values, and the settings that there are. */
export function helmSchema(): string {
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const secrets = all.filter(({ secret }) => secret).map(({ env }) => env);
  const inConfig = all.filter(
    ({ env, secret }) => !CHART_SETS.test(env) && (!secret || env === 'STORE_URL'),
  );
  const config = inConfig.map(({ env, help, accepts }) => [
    env,
    { type: ['string', 'integer', 'boolean'], description: `${help} (${accepts})` },
  ]);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'Made from src/config/settings.ts and scripts/helm-schema.ts by `npm run docs`.',
    ...object({
      global: map,
      image: object({
        repository: text,
        tag: { ...text, not: { const: 'latest' } },
        digest: { ...text, pattern: '^(sha256:[0-9a-f]{64})?$' },
        pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
      }),
      imagePullSecrets: list,
      nameOverride: name,
      fullnameOverride: name,
      replicaCount: { ...count, minimum: 0 },
      autoscaling: object({
        enabled: flag,
        minReplicas: count,
        maxReplicas: count,
        averageCPU: { ...text, pattern: '^[1-9]\\d*m?$' },
      }),
      config: object(Object.fromEntries(config)),
      secrets: object({
        existingSecret: name,
        keys: { ...list, uniqueItems: true, items: { enum: secrets } },
      }),
      sitesFile: object({ existingSecret: name, key: { ...text, pattern: '^[A-Za-z0-9._-]+$' } }),
      trustedProxies: { ...list, items: text },
      metrics: object({
        enabled: flag,
        port,
        serviceMonitor: object({ enabled: flag, interval: text, labels }),
        prometheusRule: object({ enabled: flag, labels, runbookBase: text }),
      }),
      service: object({
        type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
        port,
        annotations: labels,
      }),
      ingress: object({
        enabled: flag,
        className: name,
        annotations: labels,
        host: { ...text, pattern: '^[a-z0-9.-]*$' },
        tlsSecret: name,
      }),
      podDisruptionBudget: object({
        enabled: flag,
        maxUnavailable: { type: ['integer', 'string'] },
      }),
      networkPolicy: object({
        enabled: flag,
        from: list,
        metricsFrom: list,
        storePorts: { ...list, items: port },
        storeTo: list,
        extraEgress: list,
      }),
      serviceAccount: object({ create: flag, name, annotations: labels }),
      resources: map,
      podAnnotations: labels,
      podLabels: labels,
      topologySpreadConstraints: list,
      nodeSelector: labels,
      tolerations: list,
      affinity: map,
      priorityClassName: text,
      extraEnv: list,
      extraVolumes: list,
      extraVolumeMounts: list,
    }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
