import { crc32, inflateSync } from 'node:zlib';

/** One chunk of a PNG file. */
export interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

/** The chunks of a PNG file in their order. Throws an Error if a checksum is wrong. */
export function chunksOf(bytes: Uint8Array): Chunk[] {
  const file = Buffer.from(bytes);
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const checked = file.subarray(at + 4, at + 8 + length);
    if (crc32(checked) !== file.readUInt32BE(at + 8 + length))
      throw new Error('a checksum is wrong');
    chunks.push({ type: checked.toString('latin1', 0, 4), content: checked.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** The frames of an animated PNG of one bit a pixel without filters, a byte of 0 or 1 a pixel. */
export function framesOf(bytes: Uint8Array, widthPx: number): Uint8Array[] {
  return chunksOf(bytes)
    .filter(({ type }) => type === 'IDAT' || type === 'fdAT')
    .map(({ type, content }) => {
      const rows = inflateSync(type === 'IDAT' ? content : content.subarray(4));
      const rowBytes = 1 + Math.ceil(widthPx / 8);
      return Uint8Array.from({ length: (rows.length / rowBytes) * widthPx }, (_, index) => {
        const [x, y] = [index % widthPx, Math.floor(index / widthPx)];
        return ((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      });
    });
}
