export { CaptchaError, defineCaptcha, InkblotCaptcha } from './element/element.ts';
