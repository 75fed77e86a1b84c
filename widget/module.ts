export { CaptchaError, defineCaptcha, InkblotCaptcha } from './element.ts';
