import { installTurnstile } from '../shims/turnstile.ts';

installTurnstile();
