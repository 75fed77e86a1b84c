import { CaptchaError, type CaptchaErrorCode } from '../contract.ts';

/** Those who wait for a token. */
export interface Waiting {
  readonly some: boolean;
  add(): Promise<string>;
  resolve(token: string): void;
  reject(code: CaptchaErrorCode): void;
}

/** Makes an empty waiting room. */
export function createWaiting(): Waiting {
  const guests: { resolve(token: string): void; reject(error: CaptchaError): void }[] = [];
  return {
    get some() {
      return guests.length > 0;
    },
    add: () => new Promise((resolve, reject) => guests.push({ resolve, reject })),
    resolve(token) {
      for (const guest of guests.splice(0)) guest.resolve(token);
    },
    reject(code) {
      for (const guest of guests.splice(0)) guest.reject(new CaptchaError(code));
    },
  };
}
