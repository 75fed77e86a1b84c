import { flag, host, integer, oneOf, origins, storeLocation, text } from './values.ts';

/**
 * Every setting there is: the one place where a setting's name, unit, default, range and help stand.
 * `docs/configuration.md`, `--help` and the type of the configuration are made from it.
 */
export const settings = {
  port: integer({
    env: 'PORT',
    default: '8080',
    min: 0,
    max: 65_535,
    help: 'The TCP port to listen on. 0 takes any free one.',
  }),
  host: host({
    env: 'HOST',
    default: '0.0.0.0',
    help: 'The address to listen on. The default is every IPv4 address of the machine; `127.0.0.1` is reached from this machine only, `::` by IPv6 too.',
  }),
  secretKey: text({
    env: 'SECRET_KEY',
    default: '',
    secret: true,
    pattern: /^$|^.{32,512}$/s,
    accepts: '32 to 512 characters, for example the output of `openssl rand -hex 32`',
    help: 'The key that all pictures are seeded with. Without one, each process makes its own at start: right for a single replica. Replicas that share a store must share the key.',
  }),
  store: storeLocation({
    env: 'STORE_URL',
    default: 'memory:',
    secret: true,
    help: 'Where outstanding captchas are kept: in the memory of this process, or in Redis 6.2 or newer or Valkey, which several replicas can share.',
  }),
  storeKeyPrefix: text({
    env: 'STORE_KEY_PREFIX',
    default: 'inkblot:',
    pattern: /^[!-~]{0,64}$/,
    accepts: 'at most 64 visible ASCII characters',
    help: 'Begins every key in Redis, so that several services can share a database.',
  }),
  storeTimeoutMs: integer({
    env: 'STORE_TIMEOUT_MS',
    default: '1000',
    min: 10,
    max: 60_000,
    help: 'The longest Redis may take for a command, in milliseconds. Then the visitor gets a 503.',
  }),
  storeTlsCaPath: text({
    env: 'STORE_TLS_CA_PATH',
    default: '',
    pattern: /^[^\0]{0,4096}$/,
    accepts: 'the path of a file',
    help: 'A file of PEM certificates to trust for `rediss` instead of the well-known authorities.',
  }),
  memoryMaxEntries: integer({
    env: 'MEMORY_MAX_ENTRIES',
    default: '250000',
    min: 1,
    max: 10_000_000,
    help: 'The most captchas the memory store holds. When full it refuses new ones with a 503 until some are answered or expire; it never drops one that a visitor is reading. The default is what 2,000 pictures a second leave outstanding within two minutes.',
  }),
  memoryMaxMb: integer({
    env: 'MEMORY_MAX_MB',
    default: '128',
    min: 1,
    max: 16_384,
    help: 'The most megabytes the memory store holds, by its own estimate of about 0.3 kB a captcha.',
  }),
  challengeTtlSeconds: integer({
    env: 'CHALLENGE_TTL_SECONDS',
    default: '120',
    min: 1,
    max: 3600,
    help: 'How long a captcha can be answered, in seconds.',
  }),
  answerLength: integer({
    env: 'ANSWER_LENGTH',
    default: '6',
    min: 4,
    max: 10,
    help: 'How many characters a picture shows. Each one fewer makes a blind guess 19 times as likely to be right; at 6 it is one in 47 million. Give each character at least 30 pixels of width.',
  }),
  caseSensitive: flag({
    env: 'CASE_SENSITIVE',
    default: 'false',
    help: 'Whether the guess must be in capitals, as the picture shows them. Shuts out people and no solver.',
  }),
  pictureWidthPx: integer({
    env: 'PICTURE_WIDTH',
    default: '240',
    min: 120,
    max: 600,
    help: 'The width of the pictures in pixels.',
  }),
  pictureHeightPx: integer({
    env: 'PICTURE_HEIGHT',
    default: '80',
    min: 40,
    max: 240,
    help: 'The height of the pictures in pixels.',
  }),
  corsOrigins: origins({
    env: 'CORS_ORIGINS',
    default: '*',
    help: 'Which sites may fetch captchas by script from the visitor’s browser (CORS). Bots are not bound by it; the default lets any site. `none` suits a site whose own server fetches the pictures.',
  }),
  logLevel: oneOf({
    env: 'LOG_LEVEL',
    default: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    help: 'The least severe messages that are logged. At `info` each captcha issued or checked leaves a line.',
  }),
  logFormat: oneOf({
    env: 'LOG_FORMAT',
    default: 'auto',
    choices: ['auto', 'json', 'pretty'],
    help: 'How stdout looks: JSON lines, or a readable form. `auto` is readable on a terminal and JSON elsewhere.',
  }),
  logDir: text({
    env: 'LOG_DIR',
    default: '',
    pattern: /^[^\0]{0,4096}$/,
    accepts: 'the path of a folder',
    help: 'A folder for log files beside stdout: `inkblot.log` with JSON lines, rotated. Made if missing. Empty: no files.',
  }),
  logMaxFileMb: integer({
    env: 'LOG_MAX_FILE_MB',
    default: '10',
    min: 1,
    max: 10_000,
    help: 'The size in megabytes at which a log file is rotated.',
  }),
  logMaxFiles: integer({
    env: 'LOG_MAX_FILES',
    default: '7',
    min: 1,
    max: 1000,
    help: 'How many rotated log files are kept.',
  }),
  shutdownDelayMs: integer({
    env: 'SHUTDOWN_DELAY_MS',
    default: '1000',
    min: 0,
    max: 60_000,
    help: 'How long the service goes on serving after SIGTERM, in milliseconds, while `/readyz` says no and each answer asks its client to connect anew: load balancers and kept-alive connections leave without losing a request.',
  }),
  shutdownGraceMs: integer({
    env: 'SHUTDOWN_GRACE_MS',
    default: '8000',
    min: 100,
    max: 300_000,
    help: 'The longest a shutdown may take in all, in milliseconds. Requests still unfinished then are cut off. Docker kills after 10 seconds, Kubernetes after 30.',
  }),
} as const;
