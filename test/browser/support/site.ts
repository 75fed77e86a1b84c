import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of another origin than the service's, with one page. */
export interface Site {
  readonly origin: string;
  /** The next page, at any address, and headers such as its policy. */
  page: { html: string; headers?: Record<string, string> };
  /** Its scripts by their paths. */
  readonly scripts: Map<string, string>;
  stop(): Promise<void>;
}

/** Serves an empty site. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => {
    const script = site.scripts.get(request.url ?? '');
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      return;
    }
    const { html, headers } = site.page;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site: Site = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: { html: '' },
    scripts: new Map(),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return site;
}
