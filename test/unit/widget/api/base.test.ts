import { describe, expect, it } from 'vitest';
import { baseOf, normaliseBase } from '../../../../widget/api/base.ts';

describe('the base of the API', () => {
  it.each([
    ['https://h.test/widget/inkblot.js', 'https://h.test/'],
    ['https://h.test/recaptcha/api.js?onload=f&render=explicit', 'https://h.test/'],
    ['https://h.test/recaptcha/enterprise.js', 'https://h.test/'],
    ['https://h.test/1/api.js', 'https://h.test/'],
    ['https://h.test/1/secure-api.js', 'https://h.test/'],
    ['https://h.test/turnstile/v0/api.js?compat=recaptcha', 'https://h.test/'],
    ['https://h.test/api.js', 'https://h.test/'],
    ['https://h.test:8443/captcha/widget/inkblot.js#x', 'https://h.test:8443/captcha/'],
    ['https://h.test/captcha/1/api.js', 'https://h.test/captcha/'],
  ])('is found from %s', (script, base) => {
    expect(baseOf(script)).toBe(base);
  });

  it.each([
    ['https://h.test', 'https://h.test/'],
    ['https://h.test/captcha', 'https://h.test/captcha/'],
    ['https://h.test/captcha//', 'https://h.test/captcha/'],
    ['/captcha', 'https://page.test/captcha/'],
    ['//h.test', 'https://h.test/'],
    ['http://', null],
  ])('is understood as an author writes it: %s', (api, base) => {
    expect(normaliseBase(api, 'https://page.test/form?x')).toBe(base);
  });
});
