/** Samples a second of all voices and sounds. */
export const RATE_HZ = 16_000;

const HEADER_BYTES = 44;

/**
 * A WAV file: PCM, 8 bits unsigned, one channel, 16 kHz. Every browser plays it, and its 48 dB are 20
 * more than the noise leaves. Samples are from -1 to 1; what lies outside is cut off.
 */
export function encodeWav(samples: Float32Array): Uint8Array<ArrayBuffer> {
  // The data of a chunk is padded to an even length (Multimedia Programming Interface 1.0).
  const bytes = new Uint8Array(HEADER_BYTES + samples.length + (samples.length & 1));
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(Buffer.from(value, 'latin1'), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, samples.length, true);
  for (let at = 0; at < samples.length; at++) {
    const value = 128.5 + 127 * (samples[at] as number);
    bytes[HEADER_BYTES + at] = value < 1 ? 1 : value > 255 ? 255 : value;
  }
  return bytes;
}
