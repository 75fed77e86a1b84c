import { readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { assert, constantFrom, dictionary, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { settings } from '../../../src/config/settings.ts';
import { PICTURE_LIMITS } from '../../../src/media/picture/draw.ts';
import { anyText } from '../../support/any-text.ts';

const folder = new URL('../../fixtures/config/', import.meta.url);
const files: Readonly<Record<string, string>> = {
  '/files/empty': '\n',
  '/etc/ssl/cache.pem': '-----BEGIN CERTIFICATE-----\n',
};
const readFile = (path: string): string => {
  const text = files[path];
  if (text === undefined) throw new Error('ENOENT');
  return text;
};

function fixtures(kind: 'good' | 'bad'): { name: string; text: string }[] {
  return readdirSync(new URL(`${kind}/`, folder)).map((name) => ({
    name,
    text: readFileSync(new URL(`${kind}/${name}`, folder), 'utf8'),
  }));
}

describe('a good configuration', () => {
  it.each(fixtures('good'))('is read: $name', ({ text }) => {
    expect(parseConfig(parseEnv(text), readFile)).toMatchObject({ ok: true });
  });

  it('without any variable is the documented default', () => {
    const result = parseConfig({}, readFile);
    expect(result.ok && result.config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      secretKey: '',
      store: { kind: 'memory' },
      challengeTtlSeconds: 120,
      answerLength: 6,
      caseSensitive: false,
      pictureWidthPx: 300,
      pictureHeightPx: 100,
      corsOrigins: '*',
      trustedProxies: [],
      rateLimits: true,
      rateLimitPercent: 100,
    });
  });

  it('is what was set, each setting by its name', () => {
    const text = readFileSync(new URL('good/everything.env', folder), 'utf8');
    expect(parseConfig(parseEnv(text), readFile)).toEqual({
      ok: true,
      config: {
        port: 0,
        host: '::1',
        maxConnections: 1_000_000,
        secretKey: '0123456789abcdef0123456789abcdef',
        acceptedSecretKeys: ['a'.repeat(32), 'b'.repeat(32)],
        store: {
          kind: 'redis',
          target: {
            mode: 'single',
            nodes: [{ host: 'cache.example', port: 6380 }],
            tls: true,
            username: 'user',
            password: 'p@ss',
            database: 2,
          },
        },
        storeKeyPrefix: 'forum:captcha:',
        storeTimeoutMs: 250,
        storeTlsCa: files['/etc/ssl/cache.pem'],
        memoryMaxEntries: 1,
        memoryMaxMb: 1,
        challengeTtlSeconds: 3600,
        answerLength: 10,
        caseSensitive: true,
        pictureWidthPx: 600,
        pictureHeightPx: 240,
        pictureLevel: 3,
        ladder: [
          { kind: 'picture', level: 1, work: 1 },
          { kind: 'work', level: 2, work: 0 },
          { kind: 'motion', level: 3, work: 3 },
        ],
        alternatives: ['sound', 'work'],
        pictureEpochMinutes: 10_080,
        pictureStock: 0,
        drawingThreads: 64,
        drawingQueue: 1,
        drawingTimeoutMs: 100,
        soundDigits: 8,
        voicesDir: '/etc/inkblot/voices',
        leastSolveMs: 0,
        styleSuccessLeastPercent: 50,
        styleSuccessMostPercent: 99,
        sitekey: 'forum',
        siteSecret: 'a-secret-of-27-characters-x',
        siteHostnames: ['forum.example', '*.shop.example'],
        sitesFile: '',
        tokenTtlSeconds: 3600,
        vendorTestKeys: true,
        demo: 'false',
        corsOrigins: ['https://forum.example', 'http://localhost:3000'],
        trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::/8', '192.0.2.7', '2001:db8::1'],
        rateLimits: false,
        rateLimitPercent: 100_000,
        metricsPort: 9464,
        metricsHost: '0.0.0.0',
        metricsToken: 'a-token-of-25-characters/=',
        otelEndpoint: 'https://collector.example:4318/base',
        otelHeaders: { 'api-key': 'a,b', 'x-tenant': '7' },
        otelProtocol: 'http/protobuf',
        otelTraces: 'none',
        otelMetrics: 'otlp',
        otelMetricIntervalMs: 1000,
        otelSampler: 'parentbased_traceidratio',
        otelSampleRatio: 0.25,
        otelPropagators: 'tracecontext',
        otelServiceName: 'captchas',
        otelResource: { 'deployment.environment.name': 'production' },
        otelDisabled: false,
        dashboardToken: 'a-token-for-the-dashboard',
        logLevel: 'debug',
        logFormat: 'json',
        logDir: '/var/log/inkblot',
        logMaxFileMb: 1,
        logMaxFiles: 1,
        shutdownDelayMs: 0,
        shutdownGraceMs: 1000,
      },
    });
  });

  it('cannot be changed afterwards', () => {
    const result = parseConfig({}, readFile);
    expect(result.ok && Object.isFrozen(result.config)).toBe(true);
  });
});

describe('a bad configuration', () => {
  it.each(fixtures('bad'))('has every fault told, and no secret: $name', ({ text }) => {
    const expected = [...text.matchAll(/^# fault: (.*)$/gm)].map((match) => match[1]);
    const result = parseConfig(parseEnv(text), readFile);
    const faults = result.ok ? [] : result.faults;
    expect(faults).toEqual(expected);
    expect(faults.join()).not.toContain('CONFIDENTIAL');
  });

  it('of any kind is a list of faults, never an exception', async () => {
    const names = Object.values(settings).flatMap(({ env }) => [env, `${env}_FILE`]);
    await assert(
      property(dictionary(constantFrom(...names), anyText(50)), (env) => {
        const result = parseConfig(env, readFile);
        expect(result.ok || result.faults.length > 0).toBe(true);
      }),
    );
  });
});

describe('a secret in a file', () => {
  it('is read without the newline that ends the file', () => {
    const result = parseConfig({ SECRET_KEY_FILE: '/run/secrets/key' }, (path) => {
      expect(path).toBe('/run/secrets/key');
      return `${'k'.repeat(40)}\n`;
    });
    expect(result.ok && result.config.secretKey).toBe('k'.repeat(40));
  });
});

describe('the sizes that can be configured', () => {
  it('are sizes that can be drawn', () => {
    const accepts = (env: string, value: number) => parseConfig({ [env]: `${value}` }, readFile).ok;
    for (const [env, { least, most }] of [
      ['PICTURE_WIDTH', PICTURE_LIMITS.widthPx],
      ['PICTURE_HEIGHT', PICTURE_LIMITS.heightPx],
    ] as const) {
      expect([accepts(env, least), accepts(env, most)]).toEqual([true, true]);
      expect([accepts(env, least - 1), accepts(env, most + 1)]).toEqual([false, false]);
    }
    expect(accepts('ANSWER_LENGTH', PICTURE_LIMITS.textLength.most + 1)).toBe(false);
  });
});
