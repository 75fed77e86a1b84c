/**
 * Runs the service that stands in this folder with each kind of store and asks it for something, so that
 * Node keeps what it has compiled: for this user alone, who is part of the name. Part of the build of the
 * image, as root.
 *
 *   usage: node scripts/image/compile.ts FOLDER USER_ID
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ORIGIN = 'http://127.0.0.1:8080';

/** The second need not be there: its client is loaded all the same. */
const STORES = ['memory:', 'redis://127.0.0.1:1'];

const PATHS = ['/', '/healthz', '/readyz', '/widget/inkblot.js', '/openapi.json', '/docs'];

async function listens(child: ChildProcess): Promise<void> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) if (line.includes('listens on')) return;
  throw new Error('the service ended before it listened');
}

const [folder = '', user] = process.argv.slice(2);
const id = Number(user);
mkdirSync(folder);
chownSync(folder, id, id);
for (const store of STORES) {
  // With the same options as in the image: others are other code.
  const child = spawn(process.execPath, ['--disable-sigusr1', 'src/main.ts'], {
    env: {
      NODE_ENV: process.env['NODE_ENV'],
      NODE_COMPILE_CACHE: folder,
      STORE_URL: store,
      SHUTDOWN_DELAY_MS: '0',
      LOG_FORMAT: 'json',
      METRICS_PORT: '9464',
    },
    uid: id,
    gid: id,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await listens(child);
  child.stdout?.resume();
  for (const path of PATHS) await (await fetch(ORIGIN + path)).arrayBuffer();
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the service ended with ${code}`);
}
// Node writes for the user alone. In the image they are root's, who lets him read and not write.
const files = readdirSync(folder, { recursive: true, withFileTypes: true });
for (const file of files) if (file.isFile()) chmodSync(join(file.parentPath, file.name), 0o644);
if (files.length === 0) throw new Error('Node has kept nothing');
