import type { FastifyError, FastifyInstance } from 'fastify';
import { messagePage } from './views/message.ts';

/** Answer what goes wrong with a page that fits the site and says nothing of its insides. */
export function addErrorPages(app: FastifyInstance): void {
  app.setNotFoundHandler(async (_request, reply) => {
    return reply
      .code(404)
      .type('text/html; charset=utf-8')
      .send(messagePage('There is nothing here', 'Perhaps the address has a typing mistake.'));
  });

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    const page =
      status < 500
        ? messagePage('That did not work', 'The browser sent something we do not understand.')
        : messagePage('Something broke on our side', 'Please try again in a moment.');
    if (status >= 500) request.log.error(error);
    return reply.code(status).type('text/html; charset=utf-8').send(page);
  });
}
