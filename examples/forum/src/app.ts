import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { addAssets } from './assets.ts';
import type { Captcha } from './captcha.ts';
import { addErrorPages } from './error-pages.ts';
import { addSecurityHeaders } from './headers.ts';
import type { Members } from './members.ts';
import { addClassicRegistration } from './routes/classic-registration.ts';
import { addPages } from './routes/pages.ts';
import { addRegistration, type Element } from './routes/registration.ts';

/** What the site is made of; tests and `main.ts` choose the parts. */
export interface Parts {
  captcha: Captcha;
  /** Null without a key pair. */
  element: Element | null;
  members: Members;
  logger?: FastifyServerOptions['logger'];
}

/** The whole site, ready to `listen()` or `inject()`; it opens no port of its own accord. */
export async function createApp({
  captcha,
  element,
  members,
  logger = false,
}: Parts): Promise<FastifyInstance> {
  const app = fastify({ logger, bodyLimit: 16 * 1024, requestTimeout: 10_000 });

  // Only HTML forms are understood here, not JSON or plain text.
  app.removeAllContentTypeParsers();
  await app.register(formbody);

  endConnectionsOnClose(app);
  addSecurityHeaders(app);
  addErrorPages(app);
  addAssets(app);
  addPages(app, members);
  addClassicRegistration(app, captcha, members);
  if (element) addRegistration(app, element, members);
  else app.get('/register', async (_request, reply) => reply.redirect('/register/classic'));
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));

  return app;
}

/**
 * Ask for a new connection in answers given while closing. Node ends those that are idle by then,
 * but one that falls idle later would hold up the exit for as long as the client keeps it.
 */
function endConnectionsOnClose(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('Connection', 'close');
  });
}
