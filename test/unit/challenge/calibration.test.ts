import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/base/random.ts';
import { createCalibration } from '../../../src/challenge/calibration.ts';
import { createPictureKind } from '../../../src/challenge/kinds/picture.ts';
import { workKind } from '../../../src/challenge/kinds/work.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

const STYLES = ['blots', 'fans', 'folds', 'waves'];
const HOUR_MS = 3_600_000;

function setUp() {
  const clock = { nowMs: 1e12 };
  const nowMs = () => clock.nowMs;
  const store = createMemoryStore({ maxEntries: 10_000, maxBytes: 1e7, nowMs });
  const picture = createPictureKind({
    answerLength: 6,
    widthPx: 240,
    heightPx: 80,
    caseSensitive: false,
    styles: STYLES,
  });
  const create = () =>
    createCalibration({
      store,
      kinds: { picture, work: workKind },
      random: createSeededRandom(new Uint8Array(32)),
      band: { least: 0.7, most: 0.99 },
      nowMs,
    });
  const calibration = create();
  const answer = (style: string, right: number, wrong: number, solveMs = 5000) => {
    const common = { kind: 'picture', level: 2, style, solveMs } as const;
    for (let n = 0; n < right; n++) calibration.note({ ...common, right: true });
    for (let n = 0; n < wrong; n++) calibration.note({ ...common, right: false });
  };
  return { clock, store, calibration, answer, create };
}

function shares({ pickStyle }: ReturnType<typeof setUp>['calibration'], level: 1 | 2 = 2) {
  const counts = new Map<string | undefined, number>();
  for (let n = 0; n < 4000; n++) {
    const style = pickStyle('picture', level);
    counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  return (style: string) => (counts.get(style) ?? 0) / 4000;
}

describe('the styles of pictures', () => {
  it('are drawn alike while nothing is known', () => {
    const share = shares(setUp().calibration);
    for (const style of STYLES) expect(share(style)).toBeCloseTo(0.25, 1);
  });

  it('that people fail are drawn less, but still drawn', async () => {
    const { calibration, answer } = setUp();
    answer('fans', 20, 30);
    answer('folds', 45, 5);
    await calibration.sync();
    const share = shares(calibration);
    expect(share('fans')).toBeCloseTo(1 / 13, 1);
    expect(share('fans')).toBeGreaterThan(0.04);
    expect(share('folds')).toBeCloseTo(4 / 13, 1);
    expect(shares(calibration, 1)('fans')).toBeCloseTo(0.25, 1);
  });

  it('that more pass than people do are drawn less, too', async () => {
    const { calibration, answer } = setUp();
    answer('waves', 2000, 0);
    await calibration.sync();
    expect(shares(calibration)('waves')).toBeLessThan(0.1);
  });

  it('are not judged by a few answers', async () => {
    const { calibration, answer } = setUp();
    answer('fans', 2, 4);
    await calibration.sync();
    expect(shares(calibration)('fans')).toBeCloseTo(0.25, 1);
  });

  // Just before and just after Wilson's interval leaves the band.
  it.each([
    [10, 10, false],
    [11, 11, true],
    [48, 32, false],
    [54, 36, true],
    [0, 1, false],
    [0, 2, true],
    [395, 0, false],
    [400, 0, true],
    [500, 1, false],
    [600, 1, true],
  ])(
    'with %i right and %i wrong answers are surely outside of 70 to 99 %%: %s',
    async (right, wrong, isOutside) => {
      const { calibration, answer } = setUp();
      answer('fans', right, wrong);
      expect(await calibration.sync()).toMatchObject([{ weight: isOutside ? 0.25 : 1 }]);
    },
  );

  it('are weighed by the answers of the present half day and the one before', async () => {
    const { calibration, answer, clock } = setUp();
    const startMs = 20_000 * 12 * HOUR_MS;
    clock.nowMs = startMs;
    answer('fans', 1, 0);
    await calibration.sync();
    clock.nowMs = startMs + 24 * HOUR_MS - 1;
    answer('fans', 0, 1);
    expect(await calibration.sync()).toMatchObject([{ right: 1, wrong: 1 }]);
    clock.nowMs = startMs + 24 * HOUR_MS;
    expect(await calibration.sync()).toMatchObject([{ right: 0, wrong: 1 }]);
  });

  it('are forgiven after a day', async () => {
    const { calibration, answer, clock } = setUp();
    answer('fans', 20, 30);
    await calibration.sync();
    expect(shares(calibration)('fans')).toBeLessThan(0.15);
    clock.nowMs += 25 * HOUR_MS;
    await calibration.sync();
    expect(shares(calibration)('fans')).toBeCloseTo(0.25, 1);
  });

  it('are weighed by what all replicas have counted', async () => {
    const { calibration, answer, create } = setUp();
    const other = create();
    answer('fans', 10, 15);
    await calibration.sync();
    for (let n = 0; n < 20; n++) {
      other.note({ kind: 'picture', level: 2, style: 'fans', right: n < 5, solveMs: 1 });
    }
    const [report] = await other.sync();
    expect(report).toMatchObject({ style: 'fans', right: 15, wrong: 30, weight: 0.25 });
  });
});

describe('a report', () => {
  it('tells how long the middle right answer took, to a power of two', async () => {
    const { calibration, answer } = setUp();
    answer('fans', 3, 0, 900);
    answer('fans', 4, 0, 7000);
    answer('fans', 1, 4, 600_000);
    expect(await calibration.sync()).toEqual([
      {
        kind: 'picture',
        level: 2,
        style: 'fans',
        right: 8,
        wrong: 4,
        medianSolveMs: 8000,
        weight: 1,
      },
    ]);
  });

  it.each([
    [0, 1000],
    [1000, 1000],
    [1001, 2000],
    [64_000, 64_000],
    [64_001, 128_000],
    [1e9, 128_000],
  ])('counts an answer after %i ms as one of at most %i', async (solveMs, medianSolveMs) => {
    const { calibration, answer } = setUp();
    answer('fans', 1, 0, solveMs);
    expect(await calibration.sync()).toMatchObject([{ medianSolveMs }]);
  });

  it('takes the shorter one of two in the middle', async () => {
    const { calibration, answer } = setUp();
    answer('fans', 1, 0, 900);
    answer('fans', 1, 0, 1500);
    expect(await calibration.sync()).toMatchObject([{ medianSolveMs: 1000 }]);
  });

  it('knows no middle where nobody was right, and has none where nobody answered', async () => {
    const { calibration, answer } = setUp();
    expect(await calibration.sync()).toEqual([]);
    answer('fans', 0, 3);
    const [report] = await calibration.sync();
    expect(report?.medianSolveMs).toBeUndefined();
  });

  it('keeps kinds and levels apart, and a kind without styles, too', async () => {
    const { calibration, answer } = setUp();
    answer('fans', 1, 0);
    calibration.note({ kind: 'picture', level: 3, style: 'fans', right: true, solveMs: 1 });
    calibration.note({ kind: 'work', level: 1, right: false, solveMs: 1 });
    expect(await calibration.sync()).toMatchObject([
      { kind: 'picture', level: 2, style: 'fans', right: 1, wrong: 0 },
      { kind: 'picture', level: 3, style: 'fans', right: 1, wrong: 0 },
      { kind: 'work', level: 1, style: '', right: 0, wrong: 1 },
    ]);
    expect(calibration.pickStyle('work', 1)).toBeUndefined();
    expect(calibration.pickStyle('sound', 1)).toBeUndefined();
  });

  it('loses no answer to a store that fails', async () => {
    const { calibration, answer, store } = setUp();
    answer('fans', 5, 2);
    const { increment } = store;
    let calls = 0;
    store.increment = (...args) =>
      ++calls === 2 ? Promise.reject(new Error('down')) : increment(...args);
    await expect(calibration.sync()).rejects.toThrow('down');
    expect(await calibration.sync()).toMatchObject([{ right: 5, wrong: 2 }]);
  });
});
