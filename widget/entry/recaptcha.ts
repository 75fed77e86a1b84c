import { installRecaptcha } from '../shims/grecaptcha.ts';

installRecaptcha();
