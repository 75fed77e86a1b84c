import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const ASSETS = {
  'site.css': CSS,
  'parts.css': CSS,
  'front.css': CSS,
  'registration.css': CSS,
  'picture.js': JAVASCRIPT,
  'submit-once.js': JAVASCRIPT,
  'icon.svg': 'image/svg+xml',
};

/** Serve the few static files from memory: a fixed list has no path to traverse. */
export function addAssets(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(`../public/${name}`, import.meta.url));
    app.get(`/assets/${name}`, async (_request, reply) => {
      return reply.type(type).header('Cache-Control', 'public, max-age=300').send(content);
    });
  }
}
