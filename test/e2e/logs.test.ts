import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { type RedisServer, SERVER, startRedis } from '../support/redis-server.ts';
import { type RunningService, startService } from '../support/service.ts';

describeWith({ 'redis-server or valkey-server': SERVER }, 'the log of a whole run', () => {
  let redis: RedisServer;
  let operator: Redis;
  let service: RunningService;
  const logDir = mkdtempSync(join(tmpdir(), 'inkblot-logs-'));
  beforeAll(async () => {
    redis = await startRedis(SERVER as string);
    operator = new Redis(redis.port);
    // Everything there is to log, and files beside stdout.
    service = await startService({ STORE_URL: redis.url, LOG_LEVEL: 'trace', LOG_DIR: logDir });
  });
  afterAll(async () => {
    await service.stop('SIGKILL');
    operator.disconnect();
    await redis.stop();
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
      const answer = String(await operator.get(`inkblot:challenge:${uuid}`)).split(':')[1] ?? '';
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
    await redis.stop();
    await request(`/${uuid}/${answer}`);
    await request('/');
    await request('/readyz');
    await service.stop();

    const stdout = service.output;
    const files = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
    const lines = stdout.map((line) => JSON.parse(line));
    const issued = lines.filter(({ msg }) => msg === 'captcha issued');
    const checked = lines.filter(({ msg }) => msg === 'captcha checked');
    expect(issued).toHaveLength(9);
    for (const line of issued) {
      expect(line).toMatchObject({ kind: 'picture', durationMs: expect.any(Number) });
    }
    expect(checked.map(({ outcome }) => outcome)).toEqual([
      ...Array(5).fill('right'),
      'wrong',
      'wrong',
    ]);
    expect(lines.some(({ msg }) => msg === 'store failed')).toBe(true);
    expect(files.join('').trim().split('\n')).toHaveLength(stdout.length);
    for (const written of [stdout.join('\n'), ...files]) {
      for (const secret of [...secrets, 'WRONGGUESS', 'BROKENGUESS', '10KBGUESS', 'LOSTGUESS']) {
        expect(written).not.toContain(secret);
      }
    }
  });
});
