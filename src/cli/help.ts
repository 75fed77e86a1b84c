import { settingsHelp } from '../config/reference.ts';

/** What `inkblot --help` says of a command, and `inkblot COMMAND --help` in full. */
export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
}

/** Every command there is. */
export const COMMAND_HELP = {
  serve: {
    usage: 'inkblot [serve]',
    summary: 'serves until it is stopped; what is done without a command, too',
    details: 'Everything is set by environment variables: see `inkblot --help`.',
  },
  check: {
    usage: 'inkblot check [--store]',
    summary: 'checks the configuration: prints every fault, or what it amounts to',
    details: `Reads the environment, .env, SITES_FILE and VOICES_DIR as a start would. Exit code 2 for faults.

  --store   asks the store, too, whether it answers`,
  },
  keys: {
    usage: 'inkblot keys [--sitekey NAME] [--hostname HOST]... [--yaml]',
    summary: 'makes a SECRET_KEY, and a sitekey with its secret',
    details: `Prints lines for an environment file. They are kept nowhere else.

  --sitekey NAME    the sitekey; a random one, if left out
  --hostname HOST   a host of the site's pages, as forum.example or *.forum.example
  --yaml            the pair alone, as an entry of SITES_FILE`,
  },
  sample: {
    usage: 'inkblot sample [--dir DIR] [--kind KIND]... [--level N] [--language TAG]...',
    summary: 'draws a sample of each kind into files',
    details: `The names of the files tell the answers.

  --dir DIR        a folder, made if missing; by default the working folder
  --kind KIND      picture, motion or sound; all three, if left out
  --level N        1, 2 or 3; by default 2
  --language TAG   of the sound; by default en`,
  },
  'self-test': {
    usage: 'inkblot self-test URL [--sitekey KEY] [--page ORIGIN]',
    summary: 'asks a running service for all that clients ask',
    details: `Prints a line for each check. Exit code 1 if one fails.

  --sitekey KEY    opens challenges of that site; by default SITEKEY
  --page ORIGIN    for a site with hostnames: a page of it, as https://forum.example

The secret comes from SITE_SECRET or SITE_SECRET_FILE, also in .env. With it, and where the site offers work,
a challenge is solved and its token is verified.`,
  },
} as const satisfies Record<string, CommandHelp>;

/** The name of a command. */
export type CommandName = keyof typeof COMMAND_HELP;

/** The help of one command. */
export function commandHelp(name: CommandName): string {
  const { usage, summary, details } = COMMAND_HELP[name];
  return `Usage: ${usage}\n\n${name}: ${summary}.\n\n${details}\n`;
}

/** The help of all: the commands, a line or two each, and the settings. */
export function helpText(version: string): string {
  const commands = Object.values<CommandHelp>(COMMAND_HELP).map(
    ({ usage, summary }) => `  ${usage}\n      ${summary}\n`,
  );
  return [
    `Inkblot ${version}: a self-hosted CAPTCHA service\n\nCommands:\n\n`,
    ...commands,
    '\n  Each takes --help. `inkblot --version` tells the version.\n\n',
    settingsHelp(),
  ].join('');
}
