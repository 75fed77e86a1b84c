import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/processes/ports.ts';
import { type RunningService, startService } from '../support/processes/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkblot-sites-'));
const file = join(folder, 'sites.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let service: RunningService | undefined;
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

const SECRET = 'a-secret-of-27-characters-x';
const define = (sitekey: string) => `sites:\n  - sitekey: ${sitekey}\n    secret: ${SECRET}\n`;

async function open(sitekey: string): Promise<number> {
  const response = await fetch(`${service?.origin}/v1/challenges`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sitekey }),
  });
  return response.status;
}

const wasSaid = (text: string) => async () => service?.output.some((line) => line.includes(text));

describe('a file of sites', () => {
  it('is read again on SIGHUP, without losing a request', async () => {
    writeFileSync(file, define('before'));
    service = await startService({ SITES_FILE: file });
    expect([await open('before'), await open('after')]).toEqual([201, 404]);
    let isOver = false;
    const statuses = (async () => {
      const seen: number[] = [];
      while (!isOver) seen.push(...(await Promise.all([open('before'), open('after')])));
      return seen;
    })();
    writeFileSync(file, define('after'));
    service.child.kill('SIGHUP');
    await eventually(async () => (await open('after')) === 201);
    expect(await open('before')).toBe(404);
    isOver = true;
    expect(new Set(await statuses)).toEqual(new Set([201, 404]));
  });

  it('leaves the sites as they are when it is wrong, and says why without a secret', async () => {
    writeFileSync(file, define('before'));
    service = await startService({ SITES_FILE: file });
    writeFileSync(file, `${define('x')}  - sitekey: other\n    secret: short\n`);
    service.child.kill('SIGHUP');
    await eventually(wasSaid('/sites/1/secret'));
    expect(await open('before')).toBe(201);
    expect(service.output.join('\n')).not.toMatch(/short|a-secret/);
  });
});

describe('a service without sites', () => {
  it('says that it is in development mode, and never what its secret is', async () => {
    service = await startService();
    await eventually(wasSaid('DEVELOPMENT MODE'));
    const sitekey = /"sitekey":"([^"]+)"/.exec(service.output.join('\n'))?.[1] ?? '';
    expect(await open(sitekey)).toBe(201);
    expect(service.output.join('\n')).not.toMatch(/[0-9a-f]{64}/);
  });
});
