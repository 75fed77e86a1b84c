import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith, findProgram } from '../support/programs.ts';
import { type RunningService, startService } from '../support/service.ts';

/** What a reader who has defined a site has in the environment. */
const KEYS = { SITEKEY: 'docs', SITE_SECRET: 'a-secret-of-27-characters-x' };

const ADDRESS = 'http://localhost:8080';

/** The commands of a page that call the service, each with the output that the page shows for it. */
function commandsOf(path: string): { command: string; output: string | undefined }[] {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/^( *)```(sh|text)\n([\s\S]*?)^\1```/gm)];
  return blocks.flatMap(([, , language, text], index) => {
    if (language !== 'sh' || !(text?.includes('curl') && text.includes(ADDRESS))) return [];
    const next = blocks[index + 1];
    return [{ command: text, output: next?.[2] === 'text' ? next[3] : undefined }];
  });
}

/** Equal but for indentation and for what the page leaves out with an ellipsis. */
function toPattern(output: string): RegExp {
  const literal = output.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('…', '.+').replaceAll(/\n\s*/g, '\\r?\\n')}$`);
}

describeWith({ curl: findProgram('curl'), bash: findProgram('bash') }, 'the documentation', () => {
  let service: RunningService;
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-docs-'));
  beforeAll(async () => {
    service = await startService({ ...KEYS, RATE_LIMITS: 'true' });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['README.md', 'docs/api.md'])('shows in %s commands that do what it says', (path) => {
    const commands = commandsOf(path);
    expect(commands.length).toBeGreaterThan(0);
    // One shell for the page: a command may use what an earlier one has set.
    const mark = '=== next command ===';
    const script = commands.map(({ command }) => `${command}\necho "${mark}"`).join('\n');
    const written = execFileSync('bash', ['-euo', 'pipefail'], {
      cwd: folder,
      env: { ...process.env, ...KEYS },
      encoding: 'utf8',
      input: script.replaceAll(ADDRESS, service.origin),
      timeout: 20_000,
    }).split(mark);
    for (const [n, { output }] of commands.entries()) {
      if (output !== undefined) expect(written[n]?.trim()).toMatch(toPattern(output));
    }
  });
});
