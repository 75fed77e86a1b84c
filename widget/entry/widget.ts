import { defineCaptcha } from '../element.ts';

defineCaptcha();
