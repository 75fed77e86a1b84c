import { constantTimeEqual } from '../base/secrets.ts';

/** Whether an Authorization header has this bearer token (RFC 6750). */
export function hasBearer(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^bearer +(.+)$/i.exec(authorization ?? '') ?? [];
  return constantTimeEqual(given, token);
}
