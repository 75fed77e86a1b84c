import { installHcaptcha } from '../shims/hcaptcha.ts';

installHcaptcha();
