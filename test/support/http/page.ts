import type { LightMyRequestResponse } from 'fastify';
import { TEST_SITE, type TestApp } from './app.ts';

/** The page of a site with a challenge on it, and the site's server behind it. */
export interface SitePage {
  /** Asks the JSON API below `/v1/`, as a script on the page does. */
  post(
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  /** Opens a challenge, with the answer that a person would find. Throws if there is none. */
  open(wish?: object): Promise<{ id: string; text: string; expiresInMs: number }>;
  /** Opens a challenge and answers it; the token. */
  solve(wish?: object): Promise<string>;
  /** What the site's server is told of a token. */
  verify(token: string): Promise<{ success: boolean }>;
}

const ORIGIN = 'https://forum.example';

/** A page of {@link TEST_SITE} on `forum.example`, of whichever service there is by then. */
export function pageOf(service: () => TestApp): SitePage {
  const page: SitePage = {
    post: (path, body, headers = { origin: ORIGIN }) =>
      service().app.inject({
        method: 'POST',
        url: `/v1/${path}`,
        headers,
        ...(body && { payload: body }),
      }),
    open: async (wish = {}) => {
      const response = await page.post('challenges', { sitekey: TEST_SITE.sitekey, ...wish });
      if (response.statusCode !== 201) throw new Error(`no challenge: ${response.body}`);
      const { id, expiresInMs } = response.json();
      return { id, text: service().answerOf(id), expiresInMs };
    },
    solve: async (wish) => {
      const { id, text } = await page.open(wish);
      return (await page.post(`challenges/${id}/answer`, { answer: text })).json().token;
    },
    verify: async (token) =>
      (await page.post('siteverify', { secret: TEST_SITE.secret, response: token })).json(),
  };
  return page;
}
