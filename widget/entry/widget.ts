import { defineCaptcha } from '../element/element.ts';

defineCaptcha();
