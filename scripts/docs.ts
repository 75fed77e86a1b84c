// Writes what is generated from the code: `npm run docs`. A test fails when a file is stale.

import { readFileSync, writeFileSync } from 'node:fs';
import { pino } from 'pino';
import { createClients } from '../src/abuse/clients.ts';
import { createApp } from '../src/app.ts';
import { createKeys } from '../src/base/keys.ts';
import { createSites } from '../src/challenge/sites.ts';
import { createTokens } from '../src/challenge/tokens.ts';
import { referenceMarkdown } from '../src/config/reference.ts';
import { settings } from '../src/config/settings.ts';
import { grafanaDashboard } from './grafana-dashboard.ts';
import { helmSchema } from './helm-schema.ts';
import { limitsMarkdown } from './limits-page.ts';
import { metricsMarkdown } from './metrics-page.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const notServed = () => Promise.reject(new Error('only the documents are made here'));

/** Every generated document by its path in the repository. */
export async function generateDocs(): Promise<Readonly<Record<string, string>>> {
  const { server } = await createApp({
    classicChallenges: { issue: notServed, answer: notServed },
    siteChallenges: {
      open: notServed,
      refresh: notServed,
      extend: notServed,
      media: notServed,
      find: notServed,
      answer: notServed,
    },
    redemptions: { redeem: notServed },
    visitors: { stepOf: notServed, note: notServed },
    sites: createSites([]),
    tokens: createTokens(createKeys(''), Date.now),
    vendorTestKeys: false,
    widgetFiles: new Map(),
    demo: undefined,
    nowMs: Date.now,
    canDraw: () => false,
    store: { ping: notServed },
    clients: createClients({ secretKey: '', nowMs: Date.now }),
    limits: undefined,
    trustedProxies: [],
    logger: pino({ level: 'silent' }),
    version,
    corsOrigins: '*',
    challengeTtlSeconds: Number(settings.challengeTtlSeconds.default),
    maxConnections: Number(settings.maxConnections.default),
  });
  const openapi = (await server.inject({ url: '/openapi.json' })).json();
  await server.close();
  return {
    'deploy/grafana/inkblot.json': grafanaDashboard(),
    'docs/configuration.md': referenceMarkdown(),
    'deploy/helm/inkblot/values.schema.json': helmSchema(),
    'docs/limits.md': limitsMarkdown(),
    'docs/metrics.md': metricsMarkdown(),
    'docs/openapi.json': `${JSON.stringify(openapi, null, 2)}\n`,
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await generateDocs())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
  }
}
