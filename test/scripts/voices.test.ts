import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trim } from '../../scripts/voices/trim.ts';
import { warpThroat } from '../../scripts/voices/warp.ts';
import { readWav } from '../../scripts/voices/wav.ts';
import { writePack } from '../../scripts/voices/write-pack.ts';
import { findLanguages } from '../../src/media/sound/languages.ts';
import { loadVoices, rms } from '../../src/media/sound/voices.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recordings-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const tone = (hz: number, rate: number, seconds = 0.5) =>
  Array.from({ length: rate * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rate));

/** A WAV file with a chunk before its data that readers must skip. */
function wavOf(samples: readonly number[], rate: number, bits: number, channels = 1): Buffer {
  const size = bits / 8;
  const data = Buffer.alloc(samples.length * size * channels);
  for (const [n, sample] of samples.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      const at = (n * channels + channel) * size;
      const value = Math.round(sample * (2 ** (bits - 1) - 1));
      if (bits === 8) data.writeUInt8(value + 128, at);
      else data.writeIntLE(value, at, size);
    }
  }
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * size * channels, 8);
  format.writeUInt16LE(size * channels, 12);
  format.writeUInt16LE(bits, 14);
  const chunks = [chunk('fmt ', format), chunk('LIST', Buffer.from('abc')), chunk('data', data)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

function write(name: string, bytes: Buffer): string {
  const file = join(dir, name);
  writeFileSync(file, bytes);
  return file;
}

describe('a recording', () => {
  it.each([
    [8000, 8, 1],
    [16_000, 16, 1],
    [44_100, 16, 2],
    [48_000, 24, 1],
    [22_050, 32, 2],
  ])('of %i Hz, %i bits and %i channels is read as 16 kHz', (rate, bits, channels) => {
    const samples = readWav(write('a.wav', wavOf(tone(440, rate), rate, bits, channels)));
    expect(samples.length).toBeCloseTo(8000, -1);
    const wanted = tone(440, 16_000);
    const middle = samples.subarray(1000, 7000);
    const worst = middle.reduce(
      (most, value, n) => Math.max(most, Math.abs(value - (wanted[n + 1000] as number))),
      0,
    );
    expect(worst).toBeLessThan(bits === 8 ? 0.02 : 0.01);
  });

  it('keeps out what is too high for 16 kHz, or it would come back as a whistle', () => {
    const samples = readWav(write('a.wav', wavOf(tone(11_000, 44_100), 44_100, 16)));
    expect(rms(samples.subarray(1000, 7000))).toBeLessThan(0.005);
  });

  it.each([
    ['no WAV file', Buffer.from('OggS and so on')],
    ['no format or no data', wavOf([], 16_000, 16).subarray(0, 20)],
    ['not PCM', wavOf([0], 16_000, 16).fill(3, 20, 21)],
  ])('that is %s is refused by its name', (what, bytes) => {
    const file = write('bad.wav', bytes);
    expect(() => readWav(file)).toThrow(`${file}: `);
    expect(() => readWav(file)).toThrow(what.replace('not', 'is not'));
  });

  it('loses the silence around it, but no quiet end', () => {
    const samples = new Float32Array(32_000);
    samples.set(tone(300, 16_000), 8000);
    // A t that is 30 dB below the vowel, after the pause that makes it a t.
    samples.set(
      tone(3000, 16_000, 0.02).map((value) => value / 30),
      17_600,
    );
    const clip = trim(samples);
    expect(clip.length / 16_000).toBeCloseTo(0.62 + 0.015 + 0.03, 1);
    expect(Math.abs(clip[0] as number)).toBe(0);
    expect(Math.abs(clip.at(-1) as number)).toBe(0);
    expect(() => trim(new Float32Array(1600))).toThrow('nothing is said');
  });

  it('may come from another throat, and lasts as long', () => {
    const warped = warpThroat(Float32Array.from(tone(200, 16_000)), 0.87);
    expect(warped.length / 8000).toBeCloseTo(1, 1);
  });
});

describe('a voice pack', () => {
  const digits = Array.from({ length: 10 }, (_, digit) => tone(200 + 50 * digit, 16_000));

  it('holds what was recorded', () => {
    const folder = pathToFileURL(`${dir}/xx/`);
    const about = { source: 'here', licence: 'private', attribution: 'nobody' };
    const raw = digits.map((digit) => Float32Array.from(digit));
    writePack(folder, 'xx', [{ name: 'a', digits: raw, ...about }]);
    const voices = loadVoices(findLanguages(dir).packOf('xx'));
    expect(voices).toHaveLength(1);
    for (const [digit, clip] of (voices[0] ?? []).entries()) {
      expect(clip.length).toBeCloseTo(8000, -3);
      const ups = clip.filter((value, n) => n > 0 && value >= 0 && (clip[n - 1] as number) < 0);
      expect((16_000 * ups.length) / clip.length / (200 + 50 * digit)).toBeCloseTo(1, 1);
    }
  });

  it('is made of folders of recordings by the command of the README', async () => {
    for (const name of ['anna', 'ben']) {
      mkdirSync(join(dir, 'recordings', name), { recursive: true });
      for (const [digit, samples] of digits.entries()) {
        write(`recordings/${name}/${digit}.wav`, wavOf(samples, 16_000, 16));
      }
    }
    const script = new URL('../../scripts/voices/pack.ts', import.meta.url).pathname;
    const run = (from: string) =>
      promisify(execFile)(process.execPath, [
        script,
        '--from',
        join(dir, from),
        '--to',
        `${dir}/v/it`,
      ]);
    expect((await run('recordings')).stdout).toContain('2 voices: anna, ben');
    const { voices } = findLanguages(join(dir, 'v')).packOf('it');
    expect(voices.map(({ name }) => name)).toEqual(['anna', 'ben']);
    rmSync(join(dir, 'recordings/ben/7.wav'));
    await expect(run('recordings')).rejects.toThrow('7.wav');
  });
});
