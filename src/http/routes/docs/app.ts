import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type FastifyBaseLogger, type FastifyInstance, fastify, type RouteOptions } from 'fastify';
import { handleErrors } from '../../errors.ts';
import { completeDocument } from '../../openapi.ts';
import { pagePolicy, SECURITY_HEADERS } from '../../security-headers.ts';

/** Nothing from elsewhere, nothing inline. Swagger UI shows a tried picture as a blob. */
const CONTENT_SECURITY_POLICY = pagePolicy({
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'connect-src': "'self'",
});

/**
 * An app that documents the routes of another one: the OpenAPI document made from their schemas, and a page
 * to read it and try it at `/docs` that needs nothing from elsewhere. It is asked by `inject` and never
 * listens.
 */
export async function createDocsApp(
  routes: readonly RouteOptions[],
  version: string,
  loggerInstance: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = fastify({ loggerInstance, exposeHeadRoutes: false });
  handleErrors(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS.page);
    done();
  });
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
    transformObject: (made) =>
      completeDocument('openapiObject' in made ? made.openapiObject : made.swaggerObject),
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'Inkblot API' },
    // Without the bar that opens other documents: there is one.
    uiConfig: { layout: 'BaseLayout', validatorUrl: null, tryItOutEnabled: true },
  });
  await app.register(async (described) => {
    // Nobody asks these: they are here to be described.
    described.setValidatorCompiler(() => () => true);
    described.setSerializerCompiler(() => JSON.stringify);
    for (const { method, url, schema = {}, links, config } of routes) {
      const said = {
        ...(links && { links }),
        ...(config?.swaggerTransform && { config: { swaggerTransform: config.swaggerTransform } }),
      };
      described.route({ method, url, schema, ...said, handler: async () => '' });
    }
  });
  await app.ready();
  return app;
}
