import { h } from 'vue';
import { VueRecaptcha } from 'vue-recaptcha';
import { mount } from './vue.js';

const { note, props } = window;

mount(
  VueRecaptcha,
  {
    sitekey: 'test-key',
    recaptchaHost: 'captcha.test',
    onVerify: note('verify'),
    onExpired: note('expired'),
    onError: note('error'),
    onRender: note('render'),
    ...props,
  },
  window.withButton ? { default: () => [h('button', { id: 'send' }, 'Send')] } : undefined,
);
