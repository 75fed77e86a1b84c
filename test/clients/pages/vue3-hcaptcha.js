import VueHcaptcha from '@hcaptcha/vue3-hcaptcha';
import { mount } from './vue.js';

const { CAPTCHA, note, props } = window;

mount(VueHcaptcha, {
  sitekey: 'test-key',
  apiEndpoint: `${CAPTCHA}/1/api.js`,
  onVerify: note('verify'),
  onExpired: note('expired'),
  onError: note('error'),
  onOpened: note('opened'),
  onClosed: note('closed'),
  onRendered: note('rendered'),
  ...props,
});
