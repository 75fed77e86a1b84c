import ReCAPTCHA from 'react-google-recaptcha';
import { mount } from './react.js';

const { note, props } = window;

mount(ReCAPTCHA, {
  sitekey: 'test-key',
  onChange: note('change'),
  onExpired: note('expired'),
  onErrored: note('errored'),
  asyncScriptOnLoad: note('loaded'),
  ...props,
});
