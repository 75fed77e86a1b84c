import { describe, expect, it } from 'vitest';
import { BusyError, type MediaJob, type Render } from '../../../src/media/job.ts';
import { createRecent } from '../../../src/media/recent.ts';

const sound = (n: number): MediaJob => ({
  kind: 'sound',
  digits: '12345',
  language: 'en',
  level: 1,
  seed: new Uint8Array(32).fill(n),
});

function setUp(maxBytes = 250) {
  const jobs: MediaJob[] = [];
  const render: Render = async (job) => {
    jobs.push(job);
    return { type: 'audio/wav', bytes: new Uint8Array(100).fill(jobs.length) };
  };
  return { jobs, render: createRecent(render, { kinds: ['sound'], maxBytes }) };
}

describe('what was rendered', () => {
  it('is rendered once for all who ask, also while it is being rendered', async () => {
    const { jobs, render } = setUp();
    const [first, second] = await Promise.all([render(sound(1)), render(sound(1))]);
    expect(await render(sound(1))).toBe(first);
    expect(second).toBe(first);
    expect(jobs).toHaveLength(1);
  });

  it('is forgotten, the oldest first, when there is more than fits', async () => {
    const { jobs, render } = setUp();
    for (const n of [1, 2, 3]) await render(sound(n));
    await render(sound(3));
    await render(sound(2));
    expect(jobs).toHaveLength(3);
    await render(sound(1));
    expect(jobs).toHaveLength(4);
  });

  it('is not kept where rendering it is cheaper', async () => {
    const { jobs, render } = setUp();
    const seeds = { epochSeed: new Uint8Array(32), seed: new Uint8Array(32) };
    const picture = {
      kind: 'picture',
      text: 'A',
      level: 1,
      ...seeds,
      widthPx: 1,
      heightPx: 1,
    } as const;
    await render(picture);
    await render(picture);
    expect(jobs).toHaveLength(2);
  });

  it('is tried again after a failure', async () => {
    let calls = 0;
    const render = createRecent(
      async () => {
        if (++calls === 1) throw new BusyError('full');
        return { type: 'audio/wav', bytes: new Uint8Array(1) };
      },
      { kinds: ['sound'], maxBytes: 10 },
    );
    await expect(render(sound(1))).rejects.toThrow(BusyError);
    await expect(render(sound(1))).resolves.toMatchObject({ type: 'audio/wav' });
  });
});
