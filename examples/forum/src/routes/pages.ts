import type { FastifyInstance } from 'fastify';
import type { Members } from '../members.ts';
import { homePage } from '../views/home.ts';
import { welcomePage } from '../views/welcome.ts';

const NEWEST_SHOWN = 8;

/** The front page, and the page that greets a new member. */
export function addPages(app: FastifyInstance, members: Members): void {
  app.get('/', async (_request, reply) => {
    return reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', 'no-cache')
      .send(homePage(members.newest(NEWEST_SHOWN)));
  });

  app.get<{ Params: { number: string } }>('/welcome/:number', async (request, reply) => {
    const member = members.find(Number(request.params.number));
    if (!member) return reply.callNotFound();
    return reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', 'no-cache')
      .send(welcomePage(member));
  });
}
