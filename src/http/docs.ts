import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/**
 * The OpenAPI document, made from the schemas of the routes that are registered afterwards, at
 * `/openapi.json`, and a page to read it and try it at `/docs` that needs nothing from elsewhere.
 */
export async function serveDocs(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Inkblot',
        description: 'A self-hosted CAPTCHA service: issues captchas and validates answers.',
        version,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'classic', description: 'Get a picture, check a guess' },
        { name: 'operations', description: 'For orchestrators and load balancers' },
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { url: '/openapi.json', validatorUrl: null, tryItOutEnabled: true },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
