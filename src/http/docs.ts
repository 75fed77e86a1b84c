import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** Nothing from elsewhere. Swagger UI styles itself inline, and shows a tried picture as a blob. */
const CONTENT_SECURITY_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

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
        {
          name: 'v1',
          description: 'Challenges for the pages of sites, answered for a response token',
        },
        {
          name: 'siteverify',
          description: 'Is a token good? In the words of four vendors and our own',
        },
        { name: 'operations', description: 'For orchestrators and load balancers' },
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'Inkblot API' },
    // Without the bar that opens other documents: there is one.
    uiConfig: { layout: 'BaseLayout', validatorUrl: null, tryItOutEnabled: true },
  });
  app.get('/openapi.json', { config: { limit: 'document' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
}
