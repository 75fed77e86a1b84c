// Registrations through one, two and three replicas on one store, and what they cost:
//   npm run bench:cluster
// writes the sections `cluster` and `capacity` of docs/operations.md. It starts a Redis of its own. With
// --quick it takes seconds, its figures mean little, and it only prints them.

import { readFileSync, writeFileSync } from 'node:fs';
import { SERVER } from '../../test/support/processes/redis-server.ts';
import { describeRun } from '../support/machine.ts';
import { askedToBeQuick } from '../support/quick.ts';
import { replaceSection } from '../support/section.ts';
import { formatCapacity } from './capacity.ts';
import { type ClusterResult, type Effort, measureReplicas } from './measure.ts';
import { formatCluster } from './table.ts';

const PAGE = new URL('../../docs/operations.md', import.meta.url);
const FULL: Effort = { visitors: 24, warmUpRegistrations: 1500, durationMs: 10_000 };
const QUICK: Effort = { visitors: 4, warmUpRegistrations: 10, durationMs: 500 };

const isQuick = askedToBeQuick();
if (!SERVER) {
  process.stderr.write('Not measured: there is no redis-server or valkey-server\n');
  process.exit(1);
}

const results: ClusterResult[] = [];
for (const replicas of [1, 2, 3]) {
  results.push(await measureReplicas(SERVER, replicas, isQuick ? QUICK : FULL));
}
const sections = {
  cluster: `${describeRun('npm run bench:cluster')}\n\n${formatCluster(results)}`,
  capacity: formatCapacity(results.at(-1) as ClusterResult),
};
for (const [name, section] of Object.entries(sections)) {
  process.stdout.write(`${section}\n\n`);
  if (isQuick) continue;
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), name, section));
}
