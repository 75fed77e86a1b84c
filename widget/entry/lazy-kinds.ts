export { keepHoneypot } from '../kinds/honeypot.ts';
export { createKinds } from '../kinds/kinds.ts';
