import type { Random } from '../../base/random.ts';
import type { Bits } from '../picture/bits.ts';
import { MOST_STEP_PX, STEPS } from './bricks.ts';

/** So many frames are made and thrown away before the first, so that the last leads into it. */
const LEAD_IN = 16;

/**
 * Which grains live on and which change places need not be fresh chance for each frame, as the grains
 * must: it is read from one supply, as long as so many frames, at a place of chance each time.
 */
const SUPPLY_FRAMES = 6;

/** The bits that change places with their right neighbours, in odd frames and in even ones. */
const PAIRS = [0xaaaa_aaaa, 0x5555_5554] as const;

/** What becomes of the grain from one frame to the next. */
interface Transition {
  /** For each word of a plane the step of the brick in which it lies. */
  readonly bricks: Uint8Array;
  /** By turns 0 and 1: which pixels make pairs that change places. */
  readonly odd: number;
  /** Where grains arrive that move by the step, and where those that move against it. */
  readonly ahead: Uint32Array;
  readonly back: Uint32Array;
  /** New grains, zero where old ones arrive. */
  readonly fresh: Uint32Array;
  /** Which grains change places with the one to the right, and which with the one below. */
  readonly across: Uint32Array;
  readonly down: Uint32Array;
}

/** Where the words of a plane are. */
interface Layout {
  readonly stride: number;
  readonly pad: number;
  /** For each of the steps: how far right it leads, in pixels, and how far down, in words. */
  readonly right: Uint8Array;
  readonly down: Int32Array;
}

/**
 * A frame for each of `courses`, of grain that moves by the steps of its bricks (`layBricks`) where the
 * mask is one and the opposite way where it is zero. From one frame to the next seven grains of eight
 * live on: they move, and neighbours change places by chance. Guarantees, by how it is made:
 *
 * - Every pixel of a frame is a fair coin, independent of all others: a grain is thrown once, and
 *   moving and changing places put no grain into two pixels. A frame alone holds no trace of the mask.
 * - So is every pixel of the difference of two frames, as no run of steps leads back: each is the sum of a
 *   grain and of another one further back on its way within the same area, or of a new one.
 * - The two areas are each other's mirror image. Whatever cannot tell forwards from backwards, such as
 *   the mean of frames or how often a pixel changes, is alike in both.
 *
 * That neighbours change places costs people little, who see motion through filters some pixels wide
 * (Adelson and Bergen, 1985). A program that compares pixel with pixel finds no more than one grain in
 * four just where the step leads.
 * The last frame leads into the first as any other into its next.
 */
export function moveGrain(mask: Bits, courses: readonly Uint8Array[], random: Random): Bits[] {
  // A word a row more than its pixels need, and rows above and below: what moves in from outside is zero, and
  // no loop asks where a row ends.
  const { widthPx, heightPx } = mask;
  const stride = mask.stride + 1;
  const size = stride * heightPx;
  const pad = MOST_STEP_PX * stride + 1;
  const plane = () => new Uint32Array(size + 2 * pad);
  const layout: Layout = {
    stride,
    pad,
    right: Uint8Array.from(STEPS, ({ x }) => x),
    down: Int32Array.from(STEPS, ({ y }) => y * stride),
  };
  const [one, zero] = split(mask, plane(), plane(), pad);

  const supply = new Uint32Array(SUPPLY_FRAMES * size);
  random.fill(new Uint8Array(supply.buffer));
  const transitions = courses.map((course, frame): Transition => {
    const fresh = new Uint32Array(size);
    random.fill(new Uint8Array(fresh.buffer));
    const part = () => random.int(supply.length - size - stride);
    const parts = [part(), part(), part(), part()] as const;
    const bricks = new Uint8Array(size + 2 * pad);
    for (let y = 0, from = 0, to = pad; y < heightPx; y++, to++) {
      for (let n = 0; n < mask.stride; n++) bricks[to++] = course[from++] as number;
    }
    return decide(one, zero, bricks, fresh, supply, parts, layout, frame & 1);
  });

  let [before, spare] = [plane(), plane()];
  random.fill(new Uint8Array(before.buffer, 4 * pad, 4 * size));
  for (const transition of transitions.slice(-LEAD_IN)) {
    move(spare, before, transition, layout);
    stir(spare, transition, stride, pad);
    [before, spare] = [spare, before];
  }
  return transitions.map((transition) => {
    const after = plane();
    move(after, before, transition, layout);
    stir(after, transition, stride, pad);
    before = after;
    return { widthPx, heightPx, stride, words: after.subarray(pad, pad + size) };
  });
}

/** The mask and its inverse as planes. */
function split(
  { heightPx, stride, words }: Bits,
  one: Uint32Array,
  zero: Uint32Array,
  pad: number,
): [Uint32Array, Uint32Array] {
  for (let y = 0, from = 0, to = pad; y < heightPx; y++, to++) {
    for (let n = 0; n < stride; n++, from++, to++) {
      one[to] = words[from] as number;
      zero[to] = ~(words[from] as number);
    }
  }
  return [one, zero];
}

function decide(
  one: Uint32Array,
  zero: Uint32Array,
  bricks: Uint8Array,
  fresh: Uint32Array,
  supply: Uint32Array,
  parts: readonly [number, number, number, number],
  { stride, pad, right, down: below }: Layout,
  odd: number,
): Transition {
  const size = fresh.length;
  const ahead = new Uint32Array(size);
  const back = new Uint32Array(size);
  const across = new Uint32Array(size);
  const down = new Uint32Array(size);
  const pairs = PAIRS[odd as 0 | 1];
  const [firstLives, secondLives, thirdLives, stirs] = parts;
  for (let index = 0, at = pad; index < size; index++, at++) {
    const here = one[at] as number;
    const there = zero[at] as number;
    const lives =
      (supply[firstLives + index] as number) |
      (supply[secondLives + index] as number) |
      (supply[thirdLives + index] as number);
    const step = bricks[at] as number;
    const x = right[step] as number;
    const y = below[step] as number;
    // A grain that would cross an outline is renewed, and so is one that would change step: it might
    // have been fetched by two.
    const isAhead =
      ((inStep(one, bricks, at - y, step) >>> x) |
        (inStep(one, bricks, at - y - 1, step) << (32 - x))) &
      here &
      lives;
    const isBack =
      ((inStep(zero, bricks, at + y, step) << x) |
        (inStep(zero, bricks, at + y + 1, step) >>> (32 - x))) &
      there &
      lives;
    ahead[index] = isAhead;
    back[index] = isBack;
    fresh[index] = (fresh[index] as number) & (here | there) & ~(isAhead | isBack);
    const places = supply[stirs + index] as number;
    across[index] = places & pairs & ((here & (here << 1)) | (there & (there << 1)));
    // Half of the bits are left for this; all are needed, because every other row is one of a pair's lower.
    const rest = (supply[stirs + index + stride] as number) & ~pairs;
    const alike = (here & (one[at + stride] as number)) | (there & (zero[at + stride] as number));
    down[index] = alike & ((places & ~pairs) | (odd ? rest >>> 1 : rest << 1));
  }
  return { bricks, odd, ahead, back, fresh, across, down };
}

/** A word of a plane, if its grains keep a step: zero if not. */
function inStep(plane: Uint32Array, bricks: Uint8Array, at: number, step: number): number {
  return bricks[at] === step ? (plane[at] as number) | 0 : 0;
}

function move(
  after: Uint32Array,
  before: Uint32Array,
  { bricks, ahead, back, fresh }: Transition,
  { pad, right, down }: Layout,
): void {
  for (let index = 0, at = pad; index < fresh.length; index++, at++) {
    const x = right[bricks[at] as number] as number;
    const y = down[bricks[at] as number] as number;
    const fromLeft =
      ((before[at - y] as number) >>> x) | ((before[at - y - 1] as number) << (32 - x));
    const fromRight =
      ((before[at + y] as number) << x) | ((before[at + y + 1] as number) >>> (32 - x));
    after[at] =
      (fresh[index] as number) |
      (fromLeft & (ahead[index] as number)) |
      (fromRight & (back[index] as number));
  }
}

function stir(
  words: Uint32Array,
  { odd, across, down }: Transition,
  stride: number,
  pad: number,
): void {
  for (let index = 0, at = pad; index < across.length; index++, at++) {
    const word = words[at] as number;
    const differs = (word ^ (word << 1)) & (across[index] as number);
    words[at] = word ^ (differs | (differs >>> 1));
  }
  for (let row = odd * stride; row + stride < down.length; row += 2 * stride) {
    for (let index = row, at = pad + row; index < row + stride; index++, at++) {
      const upper = words[at] as number;
      const lower = words[at + stride] as number;
      const differs = (upper ^ lower) & (down[index] as number);
      words[at] = upper ^ differs;
      words[at + stride] = lower ^ differs;
    }
  }
}
