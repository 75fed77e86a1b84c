import { Agent, request } from 'node:http';
import type { Redis } from 'ioredis';
import { createKeys } from '../../src/base/keys.ts';
import { solutionOf, workSeed } from '../../src/challenge/work/puzzles.ts';
import type { Level } from '../../src/media/job.ts';

/** What everybody who registers talks to. */
export interface Service {
  readonly origin: string;
  readonly sitekey: string;
  readonly secret: string;
  /** Solves puzzles without computing them: the work of visitors is not what is measured. */
  readonly secretKey: string;
  /** The answers: nobody reads pictures here. */
  readonly store: Pick<Redis, 'get'>;
  readonly keyPrefix: string;
}

/** Somebody who registers, again and again, each time as somebody else. */
export interface Visitor {
  /**
   * Opens a challenge, fetches its picture, answers it, and lets the site redeem the token. Resolves to the
   * bytes of all answers. Rejects if anything is not as it should be.
   */
  register(): Promise<number>;
  leave(): void;
}

interface Opened {
  readonly id: string;
  readonly media: readonly { readonly path: string }[];
  readonly work?: object;
}

/** Level of the silent work of the first step of the default ladder. */
const WORK_LEVEL: Level = 1;

/** A browser and a site's server, each with a connection that it keeps. */
export function createVisitor(service: Service, nextAddress: () => string): Visitor {
  const { origin, sitekey, secret } = service;
  const key = createKeys(service.secretKey).current;
  const [browser, site] = [0, 1].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));

  async function ask(agent: Agent | undefined, address: string, path: string, body?: object) {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const text = body && JSON.stringify(body);
    const options = {
      agent: agent as Agent,
      method: text ? 'POST' : 'GET',
      headers: {
        'x-forwarded-for': address,
        ...(text && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
      },
    };
    const sent = request(new URL(path, origin), options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if ((answer.statusCode ?? 0) < 300) resolve(bytes);
        else
          reject(new Error(`${path.replace(/[\w-]{36}/, ':id')}: ${answer.statusCode} ${bytes}`));
      });
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
    return promise;
  }

  return {
    register: async () => {
      const address = nextAddress();
      const opening = await ask(browser, address, '/v1/challenges', { sitekey });
      const { id, media, work } = JSON.parse(opening.toString()) as Opened;
      const picture = await ask(browser, address, `/${media[0]?.path}`);
      const kept = await service.store.get(`${service.keyPrefix}open:${id}`);
      const { answer } = JSON.parse(kept ?? '{}') as { answer?: string };
      const seed = workSeed(key, id);
      const attempt = { answer, ...(work && { work: solutionOf(WORK_LEVEL, seed) }) };
      const verdict = await ask(browser, address, `/v1/challenges/${id}/answer`, attempt);
      const { token } = JSON.parse(verdict.toString()) as { token?: string };
      const redeemed = await ask(site, '127.0.0.1', '/v1/siteverify', { secret, response: token });
      if (!JSON.parse(redeemed.toString()).success) throw new Error(`not passed: ${verdict}`);
      return [opening, picture, verdict, redeemed].reduce((sum, { length }) => sum + length, 0);
    },
    leave: () => {
      browser?.destroy();
      site?.destroy();
    },
  };
}
