// A registration form with Inkblot, on Express: `npm ci && npm start`.
import express from 'express';

const {
  INKBLOT = 'http://localhost:8080', // as browsers reach it, and this server, too
  SITEKEY = '',
  SITE_SECRET = '',
  PORT = '3000',
} = process.env;

/** Whether a token is good. Throws when that cannot be told: then nobody is let in. */
async function isPerson(token) {
  const response = await fetch(`${INKBLOT}/v1/siteverify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: SITE_SECRET, response: token }),
    signal: AbortSignal.timeout(3000),
  });
  if (!response.ok) throw new Error(`siteverify answered ${response.status}`);
  return (await response.json()).success === true;
}

const app = express();
app.use(express.urlencoded({ extended: false }));

app.get('/', (_request, response) => {
  response.send(`<!doctype html>
<title>Register</title>
<script src="${INKBLOT}/widget/inkblot.js" async></script>
<form method="post">
  <label>Name <input name="name" required></label>
  <inkblot-captcha sitekey="${SITEKEY}" required></inkblot-captcha>
  <button>Register</button>
</form>`);
});

app.post('/', async (request, response) => {
  const isIn = await isPerson(request.body['inkblot-response'] ?? '');
  response.status(isIn ? 200 : 403).send(isIn ? 'Welcome' : 'Please solve the picture');
});

// Express 5 brings rejections here: Inkblot is down, or too slow.
app.use((error, _request, response, _next) => {
  console.error(error.message);
  response.status(503).send('Please try again later');
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});
