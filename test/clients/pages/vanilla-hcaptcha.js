import '@hcaptcha/vanilla-hcaptcha';

const { CAPTCHA, note, props } = window;

const element = document.createElement('h-captcha');
const attributes = { 'site-key': 'test-key', jsapi: `${CAPTCHA}/1/api.js`, ...props };
for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
element.addEventListener('verified', ({ token, eKey }) => note('verified')(token, eKey));
for (const name of ['loaded', 'opened', 'closed', 'expired', 'error']) {
  element.addEventListener(name, (event) => note(name)(String(event.error ?? '')));
}
document.querySelector('#app').append(element);
window.client = element;
