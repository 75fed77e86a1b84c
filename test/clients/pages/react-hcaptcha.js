import HCaptcha from '@hcaptcha/react-hcaptcha';
import { mount } from './react.js';

const { CAPTCHA, note, props } = window;

mount(HCaptcha, {
  sitekey: 'test-key',
  scriptSource: `${CAPTCHA}/1/api.js`,
  sentry: false,
  onVerify: note('verify'),
  onExpire: note('expire'),
  onError: note('error'),
  onOpen: note('open'),
  onClose: note('close'),
  onLoad: note('load'),
  ...props,
});
