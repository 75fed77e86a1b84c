import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { HELM } from '../../../scripts/k8s-manifests.ts';

const programOf = (path: string) => (existsSync(path) ? path : undefined);
const besideHelm = (name: string) => HELM.replace(/helm$/, name);

/** What deploy/requirements.txt installs, as far as it is installed. */
export const PROGRAMS = {
  helm: programOf(HELM),
  kubectl: programOf(besideHelm('kubectl')),
  'kubernetes-validate': programOf(besideHelm('kubernetes-validate')),
};

/** The chart, and the values that it is tried with. */
export const CHART = fileURLToPath(new URL('../../../deploy/helm/inkblot/', import.meta.url));

/** What a container is told, as far as tests look at it. */
export interface Container {
  readonly image: string;
  readonly securityContext: Record<string, unknown>;
  readonly resources: Record<'requests' | 'limits', Record<string, string>>;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
}

/** What a pod is told, likewise. */
export interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext: Record<string, unknown>;
  readonly containers: readonly Container[];
}

/** A document of Kubernetes. */
export interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
}

/** The documents of a text, none of which may name a key twice. */
export function resourcesOf(text: string): Resource[] {
  return parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const resource = document.toJS() as Resource | null;
    return resource ? [resource] : [];
  });
}

/** What `helm template` makes of these files of values and these settings. */
export function render(files: readonly string[], set: readonly string[] = []): Resource[] {
  const args = ['template', 'release', CHART, '--namespace', 'captcha'];
  for (const file of files) args.push('--values', `${CHART}ci/${file}`);
  for (const one of set) args.push('--set-json', one);
  const { status, stdout, stderr } = spawnSync(HELM, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return resourcesOf(stdout);
}

/** Says what the schemas of this version of Kubernetes have against a text, nothing if nothing. */
export function validate(version: string, path: string): string {
  const { status, stdout, stderr } = spawnSync(
    PROGRAMS['kubernetes-validate'] as string,
    ['--strict', '--quiet', '--no-warn', '-k', version, path],
    { encoding: 'utf8' },
  );
  return status === 0 ? '' : stdout + stderr || `exit code ${status}`;
}

/** Runs a program of {@link PROGRAMS} and returns what it writes. */
export function run(program: keyof typeof PROGRAMS, ...args: string[]): string {
  return execFileSync(PROGRAMS[program] as string, args, { encoding: 'utf8' });
}

/** The pods among resources, each with the name of what makes it. */
export function podsOf(resources: readonly Resource[]): { name: string; pod: PodSpec }[] {
  return resources.flatMap(({ kind, metadata, spec }) => {
    const name = `${kind} ${metadata.name}`;
    if (kind === 'Pod') return [{ name, pod: spec as unknown as PodSpec }];
    const template = spec?.['template'] as { spec: PodSpec } | undefined;
    return template ? [{ name, pod: template.spec }] : [];
  });
}
