import { Turnstile } from '@marsidev/react-turnstile';
import { mount } from './react.js';

const { note, props } = window;

mount(Turnstile, {
  siteKey: 'test-key',
  injectScript: false,
  onSuccess: note('success'),
  onExpire: note('expire'),
  onError: note('error'),
  onLoadScript: note('script'),
  onWidgetLoad: note('widget'),
  onBeforeInteractive: note('before'),
  onAfterInteractive: note('after'),
  ...props,
});
