import closeWithGrace from 'close-with-grace';
import { createApp } from './app.ts';
import { createCaptcha } from './captcha.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { createMembers } from './members.ts';

const config = configOrExit();
const app = await createApp({
  captcha: createCaptcha(config.captchaUrl),
  members: createMembers(),
  logger: true,
});

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
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
