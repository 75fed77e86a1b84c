import { readFileSync } from 'node:fs';
import { RATE_HZ } from '../../src/media/sound/wav.ts';

/** Of the filter that keeps what is too high for the new rate out of it: its half length. */
const SIDE_LOBES = 24;

/**
 * Reads a WAV file of PCM (8, 16, 24 or 32 bits) with any rate and number of channels, as one channel
 * at 16 kHz. Throws an Error that names the file otherwise.
 */
export function readWav(file: string | URL): Float32Array {
  const bytes = readFileSync(file);
  const faulty = (what: string): never => {
    throw new Error(`${file}: ${what}`);
  };
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    return faulty('is no WAV file');
  }
  let format: Buffer | undefined;
  let data: Buffer | undefined;
  for (let at = 12; at + 8 <= bytes.length && !data; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const chunk = bytes.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ') format = chunk;
    // Who writes to a pipe does not know the size: then all the rest is data.
    if (name === 'data') data = chunk;
    at += 8 + size + (size & 1);
  }
  if (!format || !data) return faulty('has no format or no data');
  const tag = format.readUInt16LE(0);
  // 0xfffe is "see below": more than two channels or 16 bits.
  const code = tag === 0xfffe ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  if (code !== 1 || ![8, 16, 24, 32].includes(bits)) return faulty('is not PCM of 8 to 32 bits');
  const size = bits / 8;
  const samples = new Float32Array(Math.floor(data.length / size / channels));
  for (let n = 0; n < samples.length; n++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = (n * channels + channel) * size;
      sum += bits === 8 ? data.readUInt8(at) - 128 : data.readIntLE(at, size);
    }
    samples[n] = sum / channels / 2 ** (bits - 1);
  }
  return rate === RATE_HZ ? samples : toRate(samples, rate);
}

/** With a sinc under a Hann window. */
function toRate(samples: Float32Array, rate: number): Float32Array {
  const cut = Math.min(1, RATE_HZ / rate);
  const reach = SIDE_LOBES / cut;
  const result = new Float32Array(Math.floor((samples.length * RATE_HZ) / rate));
  for (let n = 0; n < result.length; n++) {
    const center = (n * rate) / RATE_HZ;
    const last = Math.min(samples.length - 1, Math.floor(center + reach));
    let sum = 0;
    for (let at = Math.max(0, Math.ceil(center - reach)); at <= last; at++) {
      const x = at - center;
      const angle = Math.PI * x * cut;
      const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
      sum += (samples[at] as number) * cut * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach));
    }
    result[n] = sum;
  }
  return result;
}
