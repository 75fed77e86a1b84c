import { readFileSync } from 'node:fs';
import closeWithGrace from 'close-with-grace';
import { createApp } from './app.ts';
import { createCaptcha } from './captcha.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { createMembers } from './members.ts';
import { createSiteverify } from './siteverify.ts';

const config = configOrExit();
const { captchaUrl, captchaPublicUrl, keys } = config;
const app = await createApp({
  captcha: createCaptcha(captchaUrl),
  element: keys && {
    url: captchaPublicUrl.replace(/\/?$/, '/'),
    sitekey: keys.sitekey,
    isPerson: createSiteverify(captchaUrl, keys.secret),
  },
  members: createMembers(),
  logger: true,
});
if (!keys) app.log.warn('without SITEKEY and SITE_SECRET there is the classic form alone');

closeWithGrace({ delay: 10_000, logger: app.log }, async ({ err }) => {
  if (err) app.log.error(err, 'closing because of an error');
  await app.close();
});

try {
  await app.listen({ port: config.port, host: config.host });
} catch (error) {
  app.log.fatal(error, 'cannot listen');
  process.exit(1);
}

function configOrExit(): Config {
  try {
    return parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
