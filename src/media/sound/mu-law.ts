const BIAS = 33;
const LARGEST = 8158;

/** What each byte of mu-law (ITU-T G.711) stands for, from -1 to 1. */
export const MU_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const code = ~byte & 0xff;
  const magnitude = ((2 * (code & 15) + BIAS) << ((code >> 4) & 7)) - BIAS;
  return ((code & 0x80 ? -1 : 1) * magnitude) / 8192;
});

/** The byte of mu-law for a sample from -1 to 1. */
export function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(LARGEST, Math.round(Math.abs(sample) * 8192)) + BIAS;
  const segment = 26 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 1)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}
