import { readFileSync } from 'node:fs';
import cookie, { type CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { acceptFormsOnly } from '../../bodies.ts';
import { ErrorBody, LimitedError } from '../../errors.ts';
import { pagePolicy } from '../../security-headers.ts';
import { DashboardData, RangeName } from './data.ts';
import { createOperators, SESSION_MS } from './operators.ts';
import { isSameOrigin } from './same-origin.ts';

/** What the operator's page is made of. */
export interface DashboardOptions {
  /** What operators sign in with. */
  readonly token: string;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
  /** What there is to see. */
  read(range: RangeName): Promise<DashboardData>;
}

const FILES = [
  ['dashboard.css', 'text/css; charset=utf-8'],
  ['dashboard.js', 'text/javascript; charset=utf-8'],
  ['over-time.js', 'text/javascript; charset=utf-8'],
  ['in-rows.js', 'text/javascript; charset=utf-8'],
  ['svg.js', 'text/javascript; charset=utf-8'],
  ['views.js', 'text/javascript; charset=utf-8'],
] as const;

const FOLDER = new URL('../../../../assets/dashboard/', import.meta.url);

/** More than the longest token. */
const BODY_LIMIT_BYTES = 2048;

const COOKIE = 'inkblot-operator';

const PAGE_HEADERS = {
  'cache-control': 'no-store',
  // With `no-referrer` browsers send `Origin: null` with a form, and nobody could tell whose form it was.
  'referrer-policy': 'same-origin',
  'content-security-policy': pagePolicy({
    'script-src': "'self'",
    'style-src': "'self'",
    'connect-src': "'self'",
    'form-action': "'self'",
  }),
};

const USE_FORM = 'Please use the form on this page.';

const UNAUTHORIZED = {
  error: 'unauthorized',
  message: 'Sign in at /dashboard, or send the token as a bearer token.',
  statusCode: 401,
};

/** A page that shows operators what this replica does; they sign in with a token. */
export const dashboardRoutes: FastifyPluginAsyncTypebox<DashboardOptions> = async (
  app,
  { token, nowMs, read },
) => {
  const operators = createOperators(token, nowMs);
  const page = readFileSync(new URL('index.html', FOLDER), 'utf8');
  const form = readFileSync(new URL('sign-in.html', FOLDER), 'utf8');
  const asPage = { config: { audience: 'page' }, schema: { hide: true } } as const;
  await app.register(cookie);
  acceptFormsOnly(app, BODY_LIMIT_BYTES);

  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.audience === 'page') reply.headers(PAGE_HEADERS);
    done();
  });

  function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
    return reply.code(status).type('text/html; charset=utf-8').send(html);
  }

  /** By default to whoever sent it. The message is one of ours: nothing in it needs escaping. */
  function sendForm(reply: FastifyReply, status: number, message: string, way = '../') {
    const html = form.replaceAll('{{way}}', way).replace('{{message}}', message);
    return sendPage(reply, status, html);
  }

  const isSignedIn = (request: FastifyRequest) => operators.isSession(request.cookies[COOKIE]);

  app.get('/dashboard', asPage, async (request, reply) =>
    isSignedIn(request) ? sendPage(reply, 200, page) : sendForm(reply, 200, '', ''),
  );

  for (const [name, type] of FILES) {
    const content = readFileSync(new URL(name, FOLDER), 'utf8');
    app.get(`/dashboard/${name}`, { schema: { hide: true } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    );
  }

  app.post(
    '/dashboard/sign-in',
    {
      config: { audience: 'page', limit: 'sign-in' },
      schema: { hide: true, body: Type.Object({ token: Type.String() }) },
      errorHandler: (error, _request, reply) => {
        if (error instanceof LimitedError) {
          const minutes = Math.ceil(error.retryAfterSeconds / 60);
          reply.header('retry-after', error.retryAfterSeconds);
          return sendForm(reply, 429, `Too many attempts. Try again in ${minutes} minutes.`);
        }
        const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
        if (status < 400 || status >= 500) throw error;
        return sendForm(reply, status, USE_FORM);
      },
    },
    async (request, reply) => {
      if (!isSameOrigin(request)) return sendForm(reply, 403, USE_FORM);
      if (!operators.isToken(request.body.token)) {
        request.log.warn('an operator was not let in: wrong token');
        return sendForm(reply, 401, 'That is not the token.');
      }
      request.log.info('an operator signed in');
      reply.setCookie(COOKIE, operators.newSession(), {
        ...attributesFor(request),
        maxAge: SESSION_MS / 1000,
      });
      return seeOther(reply, '../dashboard');
    },
  );

  app.post('/dashboard/sign-out', asPage, async (request, reply) => {
    if (!isSameOrigin(request)) return sendForm(reply, 403, USE_FORM);
    reply.clearCookie(COOKIE, attributesFor(request));
    return seeOther(reply, '../dashboard');
  });

  app.get(
    '/dashboard/data',
    {
      config: {
        // Who guesses is counted; who is signed in is not, nor a page whose session is over.
        limit: ({ headers: { authorization } }) =>
          authorization === undefined || operators.isBearer(authorization)
            ? undefined
            : { cost: 'sign-in' },
      },
      schema: {
        // For the page, and described in docs/dashboard.md: most services have no such route.
        hide: true,
        querystring: Type.Object({
          range: Type.Optional(RangeName),
        }),
        response: { 200: DashboardData, 401: ErrorBody },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!operators.isBearer(request.headers.authorization) && !isSignedIn(request)) {
        reply.header('www-authenticate', 'Bearer realm="dashboard"');
        return reply.code(401).send(UNAUTHORIZED);
      }
      return read(request.query.range ?? 'hour');
    },
  );
};

/**
 * Strict: no page of another site makes a browser send it. The path is left to the browser, which takes that
 * of the request up to its last slash (RFC 6265, 5.1.4): `/dashboard`, below whatever path a proxy has put
 * before it. So the cookie stays out of all other routes, which are visitors'.
 */
function attributesFor(request: FastifyRequest): CookieSerializeOptions {
  return {
    // Left out, as the plugin takes it; it would say `/` when it clears the cookie.
    path: '',
    httpOnly: true,
    sameSite: 'strict',
    // Where TLS ends at a proxy, a trusted one says so.
    secure: request.protocol === 'https',
  };
}

/** Relative, so that it is right below any path of a proxy. */
function seeOther(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(303).header('location', location).send();
}
