// What Fastify does for these routes at the least: the same headers and as many bytes, nothing else.

import { fastify } from 'fastify';

const PICTURE_BYTES = Number(process.env['PICTURE_BYTES']);
const headers = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'captcha_uuid, retry-after',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

const picture = Buffer.alloc(PICTURE_BYTES, 1);
const server = fastify();
server.get('/', async (_request, reply) =>
  reply
    .headers(headers)
    .header('captcha_uuid', '00000000-0000-4000-8000-000000000000')
    .type('image/png')
    .send(picture),
);
server.get('/:uuid/:guess', async (_request, reply) => {
  reply.headers(headers);
  return { validation: false };
});
process.once('SIGTERM', () => process.exit(0));
await server.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
