// A small balancer: each connection goes to the next of the services at TARGETS (ports with commas
// between). It looks at nothing that it passes on.

import { connect, createServer } from 'node:net';

const targets = (process.env['TARGETS'] ?? '').split(',').map(Number);
let next = 0;

const server = createServer((client) => {
  const service = connect(targets[next++ % targets.length] as number, '127.0.0.1');
  for (const [from, to] of [
    [client, service],
    [service, client],
  ] as const) {
    from.setNoDelay(true);
    from.pipe(to);
    from.on('error', () => to.destroy());
  }
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
