import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { PictureJob } from '../../../src/media/job.ts';
import { renderNow } from '../../../src/media/render.ts';

const job: PictureJob = {
  kind: 'picture',
  text: 'ACE347',
  level: 2,
  epochSeed: new Uint8Array(32),
  seed: new Uint8Array(32).fill(5),
  widthPx: 240,
  heightPx: 80,
};

test('a picture job becomes a PNG of the size asked for', () => {
  const { type, bytes } = renderNow(job);
  const { width, height } = PNG.sync.read(Buffer.from(bytes));
  expect([type, width, height]).toEqual(['image/png', 240, 80]);
});

test('the same job gives the same bytes, again and in another thread', async () => {
  const first = Buffer.from(renderNow(job).bytes);
  expect(first.equals(renderNow(structuredClone(job)).bytes)).toBe(true);

  const url = new URL('../../../src/media/render.ts', import.meta.url);
  const code = `const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.url).then(({ renderNow }) => parentPort.postMessage(renderNow(workerData.job)));`;
  const worker = new Worker(code, { eval: true, workerData: { url: url.href, job } });
  const [media] = await once(worker, 'message');
  await worker.terminate();
  expect(first.equals(media.bytes)).toBe(true);
});

test('another seed gives other bytes, and so does another text', () => {
  const first = Buffer.from(renderNow(job).bytes);
  expect(first.equals(renderNow({ ...job, seed: new Uint8Array(32).fill(6) }).bytes)).toBe(false);
  expect(first.equals(renderNow({ ...job, text: 'ACE34K' }).bytes)).toBe(false);
});
