import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWidgetFiles } from '../../src/http/widget-files.ts';
import { createTestApp, type TestApp } from '../support/http/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'inkblot-widget-'));
let service: TestApp;
beforeAll(async () => {
  mkdirSync(join(folder, 'strings'));
  mkdirSync(join(folder, 'lazy'));
  const files = [
    'widget.js',
    'inkblot.mjs',
    'recaptcha.js',
    'hcaptcha.js',
    'turnstile.js',
    'lazy/work.js',
  ];
  for (const name of files) writeFileSync(join(folder, name), `// ${name} `.repeat(50));
  writeFileSync(join(folder, 'strings', 'de.json'), '{"title":"Mensch?"}');
  writeFileSync(join(folder, 'secret.txt'), 'not served');
  writeFileSync(join(folder, 'manifest.json'), '{"stringsVersion":"v7"}');
  service = await createTestApp({ widgetFiles: loadWidgetFiles(pathToFileURL(`${folder}/`)) });
});
afterAll(async () => {
  await service.app.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ url, headers });

describe('the scripts of the widget', () => {
  it.each([
    ['/widget/inkblot.js', 'widget.js'],
    ['/widget/inkblot.mjs', 'inkblot.mjs'],
    ['/recaptcha/api.js?onload=x&render=explicit&hl=', 'recaptcha.js'],
    ['/recaptcha/enterprise.js', 'recaptcha.js'],
    ['/any/base/api.js', 'recaptcha.js'],
    ['/1/api.js?onload=hCaptchaOnLoad&render=explicit&sentry=true', 'hcaptcha.js'],
    ['/turnstile/v0/api.js?onload=y', 'turnstile.js'],
    ['/captcha/turnstile/v0/api.js', 'turnstile.js'],
    ['/widget/lazy/work.js?v=older', 'lazy/work.js'],
    ['/any/base/widget/lazy/work.js', 'lazy/work.js'],
  ])('are at %s', async (url, name) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain(`// ${name}`);
    expect(response.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers['cache-control']).toContain('max-age=300');
  });

  it('are the same bytes whatever the query, so that their hash can stand in a page', async () => {
    const [one, other] = [await get('/1/api.js'), await get('/1/api.js?hl=fr&custom=true')];
    expect(other.headers['etag']).toBe(one.headers['etag']);
    expect(other.body).toBe(one.body);
  });

  it('are sent compressed to who takes that, and not at all to who has them', async () => {
    const zipped = await get('/1/api.js', { 'accept-encoding': 'br, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toContain('// hcaptcha.js');
    const etag = String(zipped.headers['etag']);
    const known = await get('/1/api.js', { 'if-none-match': `"x", W/${etag}` });
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });

  it('stay for ever under an address that names their version', async () => {
    const versioned = await get('/widget/strings/de.json?v=v7');
    expect(versioned.headers['cache-control']).toContain('immutable');
    expect(versioned.headers['content-type']).toMatch(/^application\/json/);
    expect((await get('/widget/strings/de.json?v=old')).headers['cache-control']).toContain('300');
  });

  it.each([
    '/widget/secret.txt',
    '/widget/manifest.json',
    '/widget/strings/../widget.js',
    '/widget/widget.js',
    '/widget/',
  ])('are all there is: %s is a 404', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });

  it('are not served where there are none', async () => {
    const bare = await createTestApp();
    expect((await bare.app.inject({ url: '/1/api.js' })).statusCode).toBe(404);
    expect((await bare.app.inject({ url: '/' })).statusCode).toBe(200);
    await bare.app.close();
    expect(loadWidgetFiles(pathToFileURL(`${folder}/nowhere/`)).size).toBe(0);
  });
});
