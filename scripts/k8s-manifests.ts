// Writes deploy/k8s/inkblot.yaml from the Helm chart: `npm run k8s`. A test fails when it is stale.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DEPLOY = fileURLToPath(new URL('../deploy/', import.meta.url));

/** The helm of deploy/requirements.txt. */
export const HELM = `${DEPLOY}.venv/bin/helm`;

/** The manifests of a plain installation: those of the chart, without what only Helm reads. */
export function k8sManifests(): string {
  const args = ['template', 'inkblot', `${DEPLOY}helm/inkblot`, '--skip-tests'];
  const rendered = execFileSync(HELM, [...args, '--values', `${DEPLOY}k8s/values.yaml`], {
    encoding: 'utf8',
  });
  const plain = rendered.replaceAll(
    /^( *(helm\.sh\/chart|app\.kubernetes\.io\/managed-by):.*|# Source:.*)\n/gm,
    '',
  );
  return `# Made from deploy/helm/inkblot by \`npm run k8s\`. Edit there.\n${plain}`;
}

if (import.meta.main) {
  writeFileSync(new URL('../deploy/k8s/inkblot.yaml', import.meta.url), k8sManifests());
}
