import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/processes/ports.ts';
import { describeWith, findProgram } from '../support/processes/programs.ts';
import { type RunningService, startService } from '../support/processes/service.ts';
import { blocksOf, commandsOf, PAGES, type Shown } from './support/pages.ts';
import { runAll } from './support/shell.ts';
import { inspect, NOT_RUN } from './support/unrun.ts';

/** What a reader who has set up the service has in the environment. */
const KEYS = {
  SITEKEY: 'docs',
  SITE_SECRET: 'a-secret-of-27-characters-x',
  DASHBOARD_TOKEN: 'a-token-of-26-characters-x',
};

/** What a page takes for granted: a token, and the address of a visitor. */
const GIVEN = { TOKEN: 'made-up', REMOTE_ADDR: '192.0.2.1' };

/** Where the service of a page is. */
const ADDRESS = /https?:\/\/(?:localhost:8080|captcha\.example|captcha\.internal:8080)/g;

/** A page that is run from its first command to its last. */
const TUTORIAL = 'docs/tutorial.md';

/** Programs that run as they stand, on any page. */
const RUNS =
  /^(?:curl|grep|sed|cut|head|[A-Za-z]+=.*|npx inkblot (?:check|keys|sample|self-test)\b.*)/;

/** Whether a test can run a block: it asks the service, or is a command of ours. */
function isRun({ command }: Shown): boolean {
  const lines = command.replaceAll(/\\\n/g, ' ').trim().split('\n');
  return lines.every((line) => RUNS.test(line.trim()));
}

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkblot-docs-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const PROGRAMS = { curl: findProgram('curl'), bash: findProgram('bash') };

describeWith(PROGRAMS, 'a page with commands', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService({ ...KEYS, RATE_LIMITS: 'true' });
  });
  afterAll(() => service.stop());

  const pages = PAGES.filter((path) => path !== TUTORIAL && commandsOf(path).some(isRun));

  it('is one of several', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/api.md']));
  });

  it.each(pages)('does what it says: %s', (path) => {
    const env = { ...KEYS, ...GIVEN };
    runAll(commandsOf(path).filter(isRun), newFolder(), env, (script) =>
      script.replaceAll(ADDRESS, service.origin),
    );
  });
});

describeWith(PROGRAMS, 'the tutorial', () => {
  it('ends with a form that no program gets through', async () => {
    const folder = newFolder();
    const [service, site] = [await freePort(), await freePort()];
    const replace = (text: string) =>
      text
        .replaceAll(ADDRESS, `http://localhost:${service}`)
        .replaceAll('localhost:3000', `localhost:${site}`)
        .replaceAll('listen(3000)', `listen(${site})`);
    for (const { language, text } of blocksOf(TUTORIAL)) {
      const name = /^\/\/ (\S+)\n/.exec(text)?.[1];
      if (language === 'js' && name) writeFileSync(join(folder, name), replace(text));
    }
    runAll(commandsOf(TUTORIAL), folder, { SERVICE_PORT: String(service) }, replace);
  });
});

describe('commands that no test runs', () => {
  const inspected = PAGES.filter((path) => path !== TUTORIAL).flatMap((path) =>
    commandsOf(path)
      .filter((shown) => !isRun(shown))
      .map(({ command }) => ({ path, command, ...inspect(command) })),
  );

  it.each(inspected)('name what exists: $path: $command', ({ faults }) => {
    expect(faults).toEqual([]);
  });

  it('are those of programs of which it is known why', () => {
    const programs = new Set(inspected.flatMap((each) => each.programs));
    expect([...programs].sort()).toEqual(Object.keys(NOT_RUN).sort());
  });

  it('are told to be for a shell in one way', () => {
    const others = PAGES.filter((path) =>
      blocksOf(path).some(({ language }) => ['bash', 'shell', 'console', 'zsh'].includes(language)),
    );
    expect(others).toEqual([]);
  });
});
