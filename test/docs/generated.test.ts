import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDocs } from '../../scripts/docs.ts';
import { createTestApp, type TestApp } from '../support/http/app.ts';

const docs = await generateDocs();

describe('the generated documents', () => {
  it.each(Object.entries(docs))(
    '%s is what the code says: if not, `npm run docs`',
    (path, text) => {
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});

describe('the OpenAPI document', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await createTestApp();
  });
  afterAll(() => service.app.close());

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(docs['docs/openapi.json'] as string);
    expect(result).toMatchObject({ valid: true });
    expect(JSON.parse(docs['docs/openapi.json'] as string).openapi).toMatch(/^3\.1\./);
  });

  it('is served, and documents the classic routes', async () => {
    const response = await service.app.inject({ url: '/openapi.json' });
    expect(response.statusCode).toBe(200);
    expect(Object.keys(response.json().paths)).toEqual(
      expect.arrayContaining(['/', '/{uuid}/{captcha_guess}', '/healthz', '/readyz']),
    );
  });
});
