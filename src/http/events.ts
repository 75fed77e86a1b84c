import type { Refusal } from './routes/siteverify/flavours.ts';

/** What the service was asked over HTTP. */
export type HttpEvent =
  | {
      readonly type: 'served';
      /** One that a route knows, or `other`. */
      readonly method: string;
      /** The pattern of the route, never the address; empty where there is none. */
      readonly route: string;
      readonly status: number;
      readonly durationMs: number;
    }
  | {
      readonly type: 'verified';
      /** The name of the vendor in whose words a token was verified. */
      readonly flavour: string;
      readonly outcome: 'ok' | Refusal;
      /** Absent where the secret is none of a site. */
      readonly sitekey?: string;
    };
