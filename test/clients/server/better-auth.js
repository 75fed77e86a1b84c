// A site whose visitors sign up through better-auth, with its captcha plugin as the test sets it.

import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { captcha } from 'better-auth/plugins';

const { HOST, PORT, CAPTCHA } = process.env;

const server = createServer().listen(Number(PORT), HOST, () => {
  const baseURL = `http://${HOST}:${server.address().port}`;
  const auth = betterAuth({
    baseURL,
    secret: 'signs-the-sessions-of-this-test-alone',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    plugins: [captcha(JSON.parse(CAPTCHA))],
  });
  server.on('request', toNodeHandler(auth));
  console.log(`listening at ${baseURL}`);
});
