import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** A grey picture of noise that no other call returns. */
export function noisePng(width = 240, height = 80): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Array.from({ length: height }, () => [Buffer.from([0]), randomBytes(width)]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A film of noise as the service draws one: 1 bit a pixel, every frame whole and unfiltered. */
export function noiseFilm(width = 160, height = 56, frames = 12): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  header[9] = 3;
  const animation = Buffer.alloc(8);
  animation.writeUInt32BE(frames, 0);
  const parts = [
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from('1b2027f3f5f8', 'hex')),
    chunk('acTL', animation),
  ];
  let sequence = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++, 0);
    control.writeUInt32BE(width, 4);
    control.writeUInt32BE(height, 8);
    control.writeUInt16BE(1, 20);
    control.writeUInt16BE(15, 22);
    const rows = Array.from({ length: height }, () => [
      Buffer.from([0]),
      randomBytes(Math.ceil(width / 8)),
    ]);
    const pixels = deflateSync(Buffer.concat(rows.flat()));
    parts.push(chunk('fcTL', control));
    if (frame === 0) {
      parts.push(chunk('IDAT', pixels));
      continue;
    }
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++);
    parts.push(chunk('fdAT', Buffer.concat([number, pixels])));
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const checksum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
