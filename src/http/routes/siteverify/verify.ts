import type { Redemptions, Solved } from '../../../challenge/redemptions.ts';
import type { Site, Sites } from '../../../challenge/sites.ts';
import { verifyForTest } from '../../test-keys.ts';
import type { Refusal } from './flavours.ts';

/** A verdict before it is put into the words of a vendor. */
export type Verified =
  | {
      readonly ok: true;
      readonly solved: Solved;
      /** Makes the token good again. */
      restore(): Promise<void>;
    }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** Whose secret it was, if it was one. */
      readonly sitekey?: string;
    };

/** What a verdict is found with. */
export interface VerifyOptions {
  readonly redemptions: Pick<Redemptions, 'redeem'>;
  readonly sites: Sites;
  /** Whether the secrets that vendors document for tests are known. */
  readonly vendorTestKeys: boolean;
  /** The wall clock, in milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Judges a question by its fields, whoever's words they are in; undefined are fields that cannot be read.
 * A token that is accepted is spent. Rejects with a StoreError.
 */
export function createVerify({ redemptions, sites, vendorTestKeys, nowMs }: VerifyOptions) {
  return async (fields: Readonly<Record<string, string>> | undefined): Promise<Verified> => {
    const refuse = (refusal: Refusal, site?: Site): Verified => ({
      ok: false,
      refusal,
      ...(site && { sitekey: site.sitekey }),
    });
    if (fields === undefined) return refuse('bad-request');
    const { secret = '', idempotency_key: idempotencyKey } = fields;
    // mCaptcha's clients say `token` and `key`.
    const { response = fields['token'] ?? '', sitekey = fields['key'] } = fields;
    if (secret === '') return refuse('missing-secret');
    const test = vendorTestKeys && verifyForTest(secret, response, nowMs());
    if (test) {
      if (response === '') return refuse('missing-response');
      return test.ok ? { ...test, restore: async () => {} } : refuse(test.reason);
    }
    const site = sites.findBySecret(secret);
    if (!site) return refuse('invalid-secret');
    if (response === '') return refuse('missing-response', site);
    // Some libraries send an empty one when none is configured.
    if (sitekey && sitekey !== site.sitekey) return refuse('other-sitekey', site);
    const redemption = await redemptions.redeem(site, response, idempotencyKey || undefined);
    return redemption.ok ? redemption : refuse(redemption.reason, site);
  };
}
