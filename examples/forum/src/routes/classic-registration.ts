import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Captcha, Picture } from '../captcha.ts';
import { findClassicProblems, parseClassicForm } from '../classic-form.ts';
import type { Members } from '../members.ts';
import { NAME_TAKEN, type Problem } from '../registration-form.ts';
import { RETRY_AFTER_SECONDS } from '../retry-after.ts';
import { requireSameOrigin } from '../same-origin.ts';
import { type ClassicTyped, classicPage } from '../views/classic-registration.ts';

// An answer may also have come too late; Inkblot does not tell the two apart, and nor can we.
const WRONG_ANSWER: Problem = {
  field: 'answer',
  text: 'That did not match the picture, or came too late. Please try this new one',
};

/** The registration form by the classic contract, and the picture on it. */
export function addClassicRegistration(
  app: FastifyInstance,
  captcha: Captcha,
  members: Members,
): void {
  async function newPicture(reply: FastifyReply): Promise<Picture | null> {
    try {
      return await captcha.picture();
    } catch (error) {
      reply.log.warn(error, 'no picture from the captcha service');
      return null;
    }
  }

  /** Send the form with a new picture: the one before was spent or is not known any more. */
  async function sendForm(reply: FastifyReply, status: number, typed: ClassicTyped) {
    const picture = await newPicture(reply);
    const code = picture ? status : 503;
    if (code === 503) reply.header('Retry-After', RETRY_AFTER_SECONDS);
    return reply
      .code(code)
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(classicPage({ ...typed, picture }));
  }

  app.get('/register/classic', async (_request, reply) => sendForm(reply, 200, {}));

  app.post('/register/classic', { preHandler: requireSameOrigin }, async (request, reply) => {
    const form = parseClassicForm(request.body);
    const typed = { name: form.name, email: form.email };
    if (form.wantsNewPicture) return sendForm(reply, 200, { ...typed, notice: 'new-picture' });

    // Before the picture, which has only one try: a slip of the finger should not cost it.
    const problems = findClassicProblems(form);
    if (problems.length > 0) return sendForm(reply, 422, { ...typed, problems });

    let readByPerson: boolean;
    try {
      readByPerson = await captcha.check(form.uuid, form.answer);
    } catch (error) {
      request.log.warn(error, 'captcha could not be checked, so nobody was registered');
      return sendForm(reply, 503, { ...typed, notice: 'unchecked' });
    }
    if (!readByPerson) {
      request.log.info('captcha failed, so nobody was registered');
      return sendForm(reply, 422, { ...typed, problems: [WRONG_ANSWER] });
    }

    // Only now: a bot that cannot read pictures cannot find out which names exist either.
    const member = members.add(form.name);
    if (!member) return sendForm(reply, 409, { ...typed, problems: [NAME_TAKEN] });
    return reply.redirect(`/welcome/${member.number}`, 303);
  });

  // For the script on the page, so that a browser never needs to reach the captcha service.
  app.get('/captcha', async (_request, reply) => {
    reply.header('Cache-Control', 'no-store');
    const picture = await newPicture(reply);
    if (!picture) {
      return reply
        .code(503)
        .header('Retry-After', RETRY_AFTER_SECONDS)
        .send({ error: 'no picture at the moment' });
    }
    return reply.header('captcha_uuid', picture.uuid).type('image/png').send(picture.png);
  });
}
