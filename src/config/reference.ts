import { REDIS_URL_FORMS } from '../store/redis-url.ts';
import { settings } from './settings.ts';
import type { Setting } from './values/setting.ts';

const all: readonly Setting<unknown>[] = Object.values(settings);

/** All settings, for the help of the command line. */
export function settingsHelp(): string {
  const lines = all.flatMap(({ env, default: value, help }) => [
    `  ${env}=${value}`,
    ...wrap(help.replaceAll('`', ''), 74).map((line) => `      ${line}`),
  ]);
  return [
    'Everything is set by environment variables, or in a file named .env in the working folder:',
    '',
    ...lines,
    '',
    `Secrets can be read from a file: ${secretNames().join(', ').replaceAll('`', '')}.`,
    '',
  ].join('\n');
}

/** `docs/configuration.md`. */
export function referenceMarkdown(): string {
  const rows = all.map(
    ({ env, default: value, accepts, help }) =>
      `| \`${env}\` | ${value === '' ? '' : `\`${value}\``} | ${accepts} | ${help} |`,
  );
  return [
    '# Configuration',
    '',
    '_[Contents](README.md): reference_',
    '',
    '<!-- Made from src/config/settings.ts by `npm run docs`. Edit there. -->',
    '',
    'Everything is set by environment variables, and nothing has to be: without any, Inkblot listens',
    'on port 8080 and keeps captchas in memory. A file named `.env` in the working folder is read,',
    'too; the environment wins over it. An empty variable counts as unset.',
    '',
    `Secrets can be read from files instead, as Docker and Kubernetes mount them: ${secretNames().join(' and ')}`,
    'take the path of a file.',
    '',
    'If anything is wrong, the service lists every fault and exits with code 2 before it listens.',
    '',
    '| Variable | Default | Accepts | Meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## A file of sites',
    '',
    'What `SITES_FILE` names, in YAML or JSON:',
    '',
    '```yaml',
    'sites:',
    '  - sitekey: forum',
    '    secret: the-output-of-openssl-rand-hex-20',
    '    hostnames: [forum.example, "*.forum.example"] # any, if left out',
    '    ladder: # LADDER, if left out; `level: 2` is one picture of that level for everybody',
    '      - { kind: picture, level: 1, work: 1 }',
    '      - { kind: picture, level: 3, work: 2 } # work: 0, if left out',
    '    alternatives: [picture, motion, sound] # what visitors may change to: these, if left out',
    '```',
    '',
    'After a change send SIGHUP to the process: the file is read again, and no request is lost. If it is',
    'wrong, the faults are logged and the sites stay as they were.',
    '',
    '## Store URLs',
    '',
    '| Form | For |',
    '|---|---|',
    '| `memory:` | one replica; outstanding captchas are lost at a restart |',
    ...REDIS_URL_FORMS.map(({ form, use }) => `| \`${form}\` | ${use} |`),
    '| `rediss://…`, `rediss+sentinel://…`, `rediss+cluster://…` | the same with TLS |',
    '',
    'User and password are percent-encoded: `p@ss` is written `p%40ss`.',
    '',
  ].join('\n');
}

function secretNames(): string[] {
  return all.filter(({ secret }) => secret).map(({ env }) => `\`${env}_FILE\``);
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
