import { afterEach, describe, expect, it } from 'vitest';
import type { Puzzle } from '../../src/challenge/work/puzzles.ts';
import { type RunningService, startService } from '../support/processes/service.ts';
import { solveWork } from '../support/solve-work.ts';

const SITE_SECRET = 's'.repeat(20);

let service: RunningService | undefined;
afterEach(async () => {
  await service?.stop('SIGKILL');
  service = undefined;
});

/** What the routes say, together. */
type Reply = Readonly<{ id: string; work: Puzzle; token: string }>;

async function start(): Promise<void> {
  await service?.stop('SIGKILL');
  service = await startService({
    SECRET_KEY: 'k'.repeat(32),
    SITEKEY: 'forum',
    SITE_SECRET,
    LADDER: 'work:1',
  });
}

async function post(path: string, body: object): Promise<Reply> {
  const response = await fetch(`${service?.origin}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Reply;
}

describe('a service without Redis that starts again with the same key', () => {
  it('accepts no work that it has accepted before', async () => {
    await start();
    const { id, work } = await post('challenges', { sitekey: 'forum' });
    const answer = { work: solveWork(work) };
    const { token } = await post(`challenges/${id}/answer`, answer);
    const question = { secret: SITE_SECRET, response: token };
    expect(await post('siteverify', question)).toMatchObject({ success: true });
    await start();
    expect(await post(`challenges/${id}/answer`, answer)).toEqual({
      solved: false,
      reason: 'gone',
    });
  });
});
