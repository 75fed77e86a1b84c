/** 30 ms: longer than a period of any voice, shorter than a sound of speech. */
const WINDOW = 480;
const HOP = WINDOW / 2;
/** 7.5 ms: from any place so near there is one in step with a voice above 67 Hz. */
const REACH = 120;
const COARSE = 4;

const FADE_IN: Float32Array = Float32Array.from(
  { length: HOP },
  (_, n) => 0.5 - 0.5 * Math.cos((Math.PI * (n + 0.5)) / HOP),
);

/**
 * Makes speech `factor` times as long and keeps its pitch: pieces are laid over each other where they
 * fit best (WSOLA, Verhelst and Roelands 1993). What is shorter than two pieces stays as it is.
 */
export function stretch(samples: Float32Array, factor: number): Float32Array {
  if (samples.length < 2 * WINDOW) return samples;
  const hops = Math.max(2, Math.round((samples.length * factor) / HOP) - 1);
  const result = new Float32Array((hops + 1) * HOP);
  result.set(samples.subarray(0, HOP));
  const last = samples.length - WINDOW;
  // Spread evenly from the first piece to the last: both ends stay what they are, or they would click.
  const step = last / (hops - 1);
  let from = 0;
  for (let hop = 0; hop < hops; hop++) {
    const wanted = Math.round(hop * step);
    if (hop === hops - 1) from = last;
    else if (hop > 0) from = bestFit(samples, from + HOP, wanted, last);
    const to = hop * HOP;
    // The half that goes over into the piece before, and the half that waits for the next one.
    for (let n = 0; n < HOP; n++) {
      const fade = FADE_IN[n] as number;
      const old = result[to + n] as number;
      result[to + n] = old + fade * ((samples[from + n] as number) - old);
      result[to + HOP + n] = samples[from + HOP + n] as number;
    }
  }
  return result;
}

/** The place within reach of `wanted` where the samples are most like those at `like`. */
function bestFit(samples: Float32Array, like: number, wanted: number, last: number): number {
  const low = Math.max(0, wanted - REACH);
  const high = Math.min(last, wanted + REACH);
  const coarse = search(samples, like, low, high, COARSE, COARSE);
  return search(
    samples,
    like,
    Math.max(low, coarse - COARSE + 1),
    Math.min(high, coarse + COARSE - 1),
    1,
    2,
  );
}

/** The likeness of every `stride`th sample at every `step`th place. */
function search(
  samples: Float32Array,
  like: number,
  low: number,
  high: number,
  step: number,
  stride: number,
): number {
  let best = low;
  let most = Number.NEGATIVE_INFINITY;
  for (let place = low; place <= high; place += step) {
    let product = 0;
    let energy = 1e-9;
    for (let n = 0; n < HOP; n += stride) {
      const value = samples[place + n] as number;
      product += value * (samples[like + n] as number);
      energy += value * value;
    }
    const likeness = (product * Math.abs(product)) / energy;
    if (likeness > most) {
      most = likeness;
      best = place;
    }
  }
  return best;
}
