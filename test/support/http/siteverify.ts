import { expect } from 'vitest';
import type { SiteDefinition } from '../../../src/challenge/sites.ts';
import { TEST_SITE, type TestApp } from './app.ts';

/** The addresses of vendors' verifications. */
export const RECAPTCHA = '/recaptcha/api/siteverify';
export const HCAPTCHA = '/siteverify';
export const TURNSTILE = '/turnstile/v0/siteverify';

/** A second site of the same service. */
export const OTHER_SITE: SiteDefinition = {
  ...TEST_SITE,
  sitekey: 'other-sitekey',
  secret: `${TEST_SITE.secret}-2`,
};

/** The type of a form. */
export const FORM = 'application/x-www-form-urlencoded';

/** Fields as a form. */
export function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

/** A verdict, in whichever words. */
interface Verdict {
  readonly success?: boolean;
  readonly [field: string]: unknown;
}

/** Asks a verification: sends these bytes as this type, and expects a verdict as JSON. */
export type Verify = (url: string, payload: string | Buffer, type?: string) => Promise<Verdict>;

/** The server of a site, which asks whichever service there is by then. */
export function siteServerOf(service: () => TestApp): Verify {
  return async (url, payload, type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const response = await service().app.inject({ method: 'POST', url, headers, payload });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json\b/);
    return response.json();
  };
}
