import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Inkblot, startInkblot } from '../support/processes/inkblot.ts';
import { describeWith } from '../support/processes/programs.ts';
import { SERVER } from '../support/processes/redis-server.ts';

describeWith({ 'redis-server or valkey-server': SERVER }, 'the log of a whole run', () => {
  let service: Inkblot;
  const logDir = mkdtempSync(join(tmpdir(), 'inkblot-logs-'));
  beforeAll(async () => {
    // Everything there is to log, and files beside stdout.
    service = await startInkblot({ LOG_LEVEL: 'trace', LOG_DIR: logDir });
  });
  afterAll(async () => {
    await service.stop('SIGKILL');
    rmSync(logDir, { recursive: true, force: true });
  });

  it('has a line for each captcha issued and checked, and never an answer, a guess or a uuid', async () => {
    const secrets: string[] = [];
    const request = async (path: string) => {
      const response = await fetch(service.origin + path);
      await response.arrayBuffer();
      return response;
    };
    const issue = async () => {
      const uuid = String((await request('/')).headers.get('captcha_uuid'));
      const answer = await service.answerOf(uuid);
      expect(answer).toMatch(/^\w{6}$/);
      secrets.push(uuid, answer);
      return { uuid, answer };
    };
    for (let n = 0; n < 5; n++) {
      const { uuid, answer } = await issue();
      await request(`/${uuid}/${answer}`);
    }
    for (const guess of ['WRONGGUESS', 'BROKENGUESS%ZZ', '10KBGUESS'.repeat(1000)]) {
      const { uuid } = await issue();
      await request(`/${uuid}/${guess}`);
    }
    await request('/no-uuid/LOSTGUESS');
    // In trouble, when errors speak.
    const { uuid, answer } = await issue();
    await service.stopRedis();
    await request(`/${uuid}/${answer}`);
    await request('/');
    for (let n = 0; n < 50; n++) await request('/readyz');
    await service.stop();

    const stdout = service.output;
    const files = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
    const lines = stdout.map((line) => JSON.parse(line));
    const issued = lines.filter(({ msg }) => msg === 'captcha issued');
    const checked = lines.filter(({ msg }) => msg === 'captcha checked');
    expect(issued).toHaveLength(9);
    for (const line of issued) {
      expect(line).toMatchObject({ durationMs: expect.any(Number) });
    }
    expect(checked.map(({ outcome }) => outcome)).toEqual([
      ...Array(5).fill('right'),
      'wrong',
      'wrong',
    ]);
    // One line a second, not one for each of 52 requests.
    const failures = lines.filter(({ msg }) => msg === 'store failed');
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(5);
    expect(lines.every(({ level }) => typeof level === 'string')).toBe(true);
    expect(files.join('').trim().split('\n')).toHaveLength(stdout.length);
    for (const written of [stdout.join('\n'), ...files]) {
      for (const secret of [...secrets, 'WRONGGUESS', 'BROKENGUESS', '10KBGUESS', 'LOSTGUESS']) {
        expect(written).not.toContain(secret);
      }
    }
  });
});
