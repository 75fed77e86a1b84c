import { createElement } from 'react';
import { Turnstile } from 'react-turnstile';
import { mount } from './react.js';

const { note, props } = window;

mount((rest) => createElement(Turnstile, { ...rest, ref: undefined }), {
  sitekey: 'test-key',
  onSuccess: (token, _clearance, bound) => {
    window.client = bound;
    note('success')(token);
  },
  onExpire: note('expire'),
  onError: note('error'),
  onLoad: (id, bound) => {
    window.client = bound;
    note('load')(id);
  },
  ...props,
});
