import { expect, test } from 'vitest';
import { encodeWav } from '../../../../src/media/sound/wav.ts';

test('a WAV file says that it is 8 bits, one channel, 16 kHz, and how long it is', () => {
  const file = Buffer.from(encodeWav(new Float32Array(1000)));
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
  const fields = {
    format: file.readUInt16LE(20),
    channels: file.readUInt16LE(22),
    rate: file.readUInt32LE(24),
    bytesPerSecond: file.readUInt32LE(28),
    bytesPerSample: file.readUInt16LE(32),
    bits: file.readUInt16LE(34),
  };
  expect(fields).toEqual({
    format: 1,
    channels: 1,
    rate: 16_000,
    bytesPerSecond: 16_000,
    bytesPerSample: 1,
    bits: 8,
  });
  expect(file.toString('latin1', 36, 40)).toBe('data');
  expect(file.readUInt32LE(40)).toBe(1000);
  expect(file.length).toBe(1044);
});

test('silence lies in the middle, and what is too loud is cut off rather than wrapped', () => {
  const file = encodeWav(Float32Array.of(0, 1, -1, 0.5, 3, -3));
  expect([...file.subarray(44)]).toEqual([128, 255, 1, 192, 255, 1]);
});

test('an odd number of samples is padded to an even one, but not counted', () => {
  const file = Buffer.from(encodeWav(new Float32Array(3)));
  expect([file.length, file.readUInt32LE(40), file.readUInt32LE(4)]).toEqual([48, 3, 40]);
});
