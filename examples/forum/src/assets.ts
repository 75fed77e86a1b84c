import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const ASSETS = {
  'site.css': 'text/css; charset=utf-8',
  'picture.js': 'text/javascript; charset=utf-8',
  'submit-once.js': 'text/javascript; charset=utf-8',
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
