import type { Random } from '../../base/random.ts';
import type { Bits } from '../picture/bits.ts';
import { MOST_STEP_PX, type Step } from './path.ts';

/** So many frames are made and thrown away before the first, so that the last leads into it. */
const LEAD_IN = 10;

/**
 * Which grains live on and which change places need not be fresh chance for each frame, as the grains
 * must: it is read from one supply, as long as so many frames, at a place of chance each time.
 */
const SUPPLY_FRAMES = 6;

/** The bits that change places with their right neighbours, in odd frames and in even ones. */
const PAIRS = [0xaaaa_aaaa, 0x5555_5554] as const;

/** What becomes of the grain from one frame to the next. */
interface Transition {
  readonly step: Step;
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

/**
 * As many frames as `path` has steps, of grain that moves by them where the mask is one and the
 * opposite way where it is zero. From one frame to the next three grains of four live on: they move,
 * and neighbours change places by chance. Guarantees, by how it is made:
 *
 * - Every pixel of a frame is a fair coin, independent of all others: a grain is thrown once, and
 *   moving and changing places put no grain into two pixels. A frame alone holds no trace of the mask.
 * - So is every pixel of the difference of two frames, if no run of steps leads back: each is the sum of a
 *   grain and of another one further back on its way within the same area, or of a new one.
 * - The two areas are each other's mirror image. Whatever cannot tell forwards from backwards, such as
 *   the mean of frames or how often a pixel changes, is alike in both.
 *
 * That neighbours change places costs people little, who see motion through filters some pixels wide
 * (Adelson and Bergen, 1985). A program that compares pixel with pixel finds no more than one grain in
 * five just where the step leads.
 * The last frame leads into the first as any other into its next.
 */
export function moveGrain(mask: Bits, path: readonly Step[], random: Random): Bits[] {
  // A word a row more than its pixels need, and rows above and below: what moves in from outside is zero, and
  // no loop asks where a row ends.
  const { widthPx, heightPx } = mask;
  const stride = mask.stride + 1;
  const size = stride * heightPx;
  const pad = MOST_STEP_PX * stride + 1;
  const plane = () => new Uint32Array(size + 2 * pad);
  const [one, zero] = split(mask, plane(), plane(), pad);

  const supply = new Uint32Array(SUPPLY_FRAMES * size);
  random.fill(new Uint8Array(supply.buffer));
  const transitions = path.map((step, frame): Transition => {
    const fresh = new Uint32Array(size);
    random.fill(new Uint8Array(fresh.buffer));
    const part = () => random.int(supply.length - size - stride);
    return decide(one, zero, step, fresh, supply, [part(), part(), part()], stride, pad, frame & 1);
  });

  let [before, spare] = [plane(), plane()];
  random.fill(new Uint8Array(before.buffer, 4 * pad, 4 * size));
  for (const transition of transitions.slice(-LEAD_IN)) {
    move(spare, before, transition, stride, pad);
    stir(spare, transition, stride, pad);
    [before, spare] = [spare, before];
  }
  return transitions.map((transition) => {
    const after = plane();
    move(after, before, transition, stride, pad);
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
  step: Step,
  fresh: Uint32Array,
  supply: Uint32Array,
  parts: readonly [number, number, number],
  stride: number,
  pad: number,
  odd: number,
): Transition {
  const size = fresh.length;
  const ahead = new Uint32Array(size);
  const back = new Uint32Array(size);
  const across = new Uint32Array(size);
  const down = new Uint32Array(size);
  const { x } = step;
  const y = step.y * stride;
  const pairs = PAIRS[odd as 0 | 1];
  const [firstLives, secondLives, stirs] = parts;
  for (let index = 0, at = pad; index < size; index++, at++) {
    const here = one[at] as number;
    const there = zero[at] as number;
    const lives = (supply[firstLives + index] as number) | (supply[secondLives + index] as number);
    // A grain that would cross an outline is renewed.
    const isAhead =
      (((one[at - y] as number) >>> x) | ((one[at - y - 1] as number) << (32 - x))) & here & lives;
    const isBack =
      (((zero[at + y] as number) << x) | ((zero[at + y + 1] as number) >>> (32 - x))) &
      there &
      lives;
    ahead[index] = isAhead;
    back[index] = isBack;
    fresh[index] = (fresh[index] as number) & (here | there) & ~(isAhead | isBack);
    const places = supply[stirs + index] as number;
    across[index] = places & pairs & ((here & (here << 1)) | (there & (there << 1)));
    // Half of the bits are left for this; all are needed, because every other row is one of a pair's lower.
    const rest = (supply[stirs + index + stride] as number) & ~pairs;
    const below = (here & (one[at + stride] as number)) | (there & (zero[at + stride] as number));
    down[index] = below & ((places & ~pairs) | (odd ? rest >>> 1 : rest << 1));
  }
  return { step, odd, ahead, back, fresh, across, down };
}

function move(
  after: Uint32Array,
  before: Uint32Array,
  { step, ahead, back, fresh }: Transition,
  stride: number,
  pad: number,
): void {
  const { x } = step;
  const y = step.y * stride;
  for (let index = 0, at = pad; index < fresh.length; index++, at++) {
    const right = ((before[at - y] as number) >>> x) | ((before[at - y - 1] as number) << (32 - x));
    const left = ((before[at + y] as number) << x) | ((before[at + y + 1] as number) >>> (32 - x));
    after[at] =
      (fresh[index] as number) |
      (right & (ahead[index] as number)) |
      (left & (back[index] as number));
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
