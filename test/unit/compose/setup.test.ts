import { describe, expect, it } from 'vitest';
import { readSetup } from '../../../src/compose/setup.ts';

const readFile = (path: string): string => {
  if (path === 'sites.yaml') return 'sites:\n  - sitekey: x\n';
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};

describe('what is set up', () => {
  it('is told with every fault at once, of settings and of the files that they name', async () => {
    const env = { PORT: 'x', LADDER: 'x', SITES_FILE: 'sites.yaml', VOICES_DIR: '/no/such/folder' };
    const setup = await readSetup(env, readFile);
    expect(setup.ok ? [] : setup.faults).toEqual([
      expect.stringMatching(/^PORT must be/),
      expect.stringMatching(/^LADDER must be/),
      expect.stringMatching(/^SITES_FILE: /),
      expect.stringMatching(/^SITES_FILE: /),
      expect.stringMatching(/^VOICES_DIR: /),
    ]);
  });

  it('is what is set, where nothing is wrong', async () => {
    const setup = await readSetup({ PORT: '8081' }, readFile);
    expect(setup.ok && setup.setup.config.port).toBe(8081);
  });
});
