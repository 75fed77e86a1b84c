// A registration without any script: `node server.js`. The visitor solves a picture on Inkblot's page
// first, which sends the token here by a form; the registration form carries it on.
import { createServer } from 'node:http';

const {
  INKBLOT = 'http://localhost:8080', // as browsers reach it, and this server, too
  SITEKEY = '',
  SITE_SECRET = '',
  PORT = '3000',
} = process.env;

/** Whether a token is good. Throws when that cannot be told: then nobody is let in. */
async function isPerson(token) {
  const fields = new URLSearchParams({ secret: SITE_SECRET, response: token });
  const response = await fetch(`${INKBLOT}/v1/siteverify`, {
    method: 'POST',
    body: fields,
    signal: AbortSignal.timeout(3000),
  });
  if (!response.ok) throw new Error(`siteverify answered ${response.status}`);
  return (await response.json()).success === true;
}

async function readForm(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 10_000) throw new Error('too large');
  }
  return new URLSearchParams(body);
}

const escapeHtml = (text) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const server = createServer(async (request, response) => {
  const answer = (status, html) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Register</title>${html}`);
  };
  try {
    const here = `http://${request.headers.host}/register`;
    if (request.method !== 'POST') {
      const query = new URLSearchParams({ sitekey: SITEKEY, return: here });
      return answer(
        200,
        `<a href="${INKBLOT}/v1/no-script?${escapeHtml(query.toString())}">Register</a>`,
      );
    }
    const form = await readForm(request);
    const token = form.get('inkblot-response') ?? '';
    if (!form.has('name')) {
      // The token is verified once, with the whole form.
      return answer(
        200,
        `<form method="post"><input type="hidden" name="inkblot-response" value="${escapeHtml(token)}">
         <label>Name <input name="name" required></label><button>Register</button></form>`,
      );
    }
    const isIn = await isPerson(token);
    return answer(isIn ? 200 : 403, isIn ? 'Welcome' : 'Please solve a picture first');
  } catch (error) {
    console.error(error.message);
    return answer(503, 'Please try again later');
  }
});

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});
