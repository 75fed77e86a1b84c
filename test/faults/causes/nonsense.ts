const H = 'Host: x\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const OPEN = `POST /v1/challenges HTTP/1.1\r\n${H}${JSON_TYPE}`;
const VERIFY = `POST /v1/siteverify HTTP/1.1\r\n${H}`;

const withBody = (head: string, body: string | Buffer) =>
  Buffer.concat([
    Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Requests that no client sends who means well, by a name each. */
export const NONSENSE: readonly (readonly [name: string, bytes: string | Buffer])[] = [
  ['a greeting of TLS', Buffer.from('16030100a5010000a10303', 'hex')],
  ['a preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a command of Redis', '*1\r\n$4\r\nPING\r\n'],
  ['zeros', Buffer.alloc(2000)],
  ['random bytes', Buffer.from(Array.from({ length: 2000 }, (_, n) => (n * 7919) % 251))],
  ['HTTP/0.9', 'GET /\r\n\r\n'],
  ['HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n'],
  ['HTTP/9.9', `GET / HTTP/9.9\r\n${H}\r\n`],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two hosts', `GET / HTTP/1.1\r\n${H}${H}\r\n`],
  ['an absolute address', `GET http://x/healthz HTTP/1.1\r\n${H}\r\n`],
  ['an absolute address of nowhere', `GET http://[::1/ HTTP/1.1\r\n${H}\r\n`],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${H}\r\n`],
  ['an authority', `CONNECT x:80 HTTP/1.1\r\n${H}\r\n`],
  ['no path', `GET  HTTP/1.1\r\n${H}\r\n`],
  ['a path without a slash', `GET healthz HTTP/1.1\r\n${H}\r\n`],
  ['two slashes', `GET //healthz HTTP/1.1\r\n${H}\r\n`],
  ['dots', `GET /../../etc/passwd HTTP/1.1\r\n${H}\r\n`],
  ['escaped dots', `GET /widget/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\n${H}\r\n`],
  ['a NUL in the path', `GET /%00 HTTP/1.1\r\n${H}\r\n`],
  ['a bare NUL in the path', `GET /\0 HTTP/1.1\r\n${H}\r\n`],
  ['broken escapes', `GET /%c3%28/%zz HTTP/1.1\r\n${H}\r\n`],
  ['bytes that are no UTF-8', Buffer.from(`GET /\xff\xfe HTTP/1.1\r\n${H}\r\n`, 'latin1')],
  ['a long path', `GET /${'a'.repeat(15_000)} HTTP/1.1\r\n${H}\r\n`],
  ['a path that is too long', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${H}\r\n`],
  ['many slashes', `GET ${'/'.repeat(15_000)} HTTP/1.1\r\n${H}\r\n`],
  ['many parameters', `GET /v1/siteverify?${'a&'.repeat(7000)} HTTP/1.1\r\n${H}\r\n`],
  ['a giant header', `GET / HTTP/1.1\r\n${H}X: ${'a'.repeat(1_000_000)}\r\n\r\n`],
  ['3,000 headers', `GET / HTTP/1.1\r\n${H}${'A: b\r\n'.repeat(3000)}\r\n`],
  ['a header without a colon', `GET / HTTP/1.1\r\n${H}Nothing\r\n\r\n`],
  ['a header without a name', `GET / HTTP/1.1\r\n${H}: x\r\n\r\n`],
  ['a blank before the colon', `GET / HTTP/1.1\r\n${H}A : b\r\n\r\n`],
  ['a folded header', `GET / HTTP/1.1\r\n${H}A: b\r\n c\r\n\r\n`],
  ['a NUL in a header', `GET / HTTP/1.1\r\n${H}A: \0\r\n\r\n`],
  ['line feeds alone', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
  ['__proto__ as a header', `GET /healthz HTTP/1.1\r\n${H}__proto__: x\r\n\r\n`],
  ['an upgrade', `GET / HTTP/1.1\r\n${H}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
  [
    'an upgrade to HTTP/2',
    `GET / HTTP/1.1\r\n${H}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
  ],
  ['an expectation', `${OPEN}Expect: 100-continue\r\nContent-Length: 10\r\n\r\n`],
  ['an expectation of tea', `${OPEN}Expect: tea\r\nContent-Length: 2\r\n\r\n{}`],
  ['two lengths', `${OPEN}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
  ['a length below zero', `${OPEN}Content-Length: -1\r\n\r\n{}`],
  ['a length that is none', `${OPEN}Content-Length: two\r\n\r\n{}`],
  ['a length beyond every number', `${OPEN}Content-Length: 99999999999999999999\r\n\r\n{}`],
  [
    'a length and chunks',
    `${OPEN}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['chunks of no size', `${OPEN}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n`],
  [
    'a chunk beyond every number',
    `${OPEN}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n`,
  ],
  [
    'long extensions of chunks',
    `${OPEN}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`,
  ],
  [
    'many trailers',
    `${OPEN}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${'A: b\r\n'.repeat(3000)}\r\n`,
  ],
  ['an unknown transfer', `${OPEN}Transfer-Encoding: gzip\r\n\r\n{}`],
  [
    'a body that is compressed',
    withBody(`${OPEN}Content-Encoding: gzip\r\n`, Buffer.from('1f8b08000000000000', 'hex')),
  ],
  ['a body that is shorter than it says', `${OPEN}Content-Length: 100\r\n\r\n{}`],
  [
    'a body that is larger than it may be',
    withBody(OPEN, JSON.stringify({ sitekey: 'a'.repeat(5e6) })),
  ],
  [
    'a large body in chunks',
    `${OPEN}Transfer-Encoding: chunked\r\n\r\n${`1000\r\n${'a'.repeat(4096)}\r\n`.repeat(500)}0\r\n\r\n`,
  ],
  ['a body of a GET', withBody(`GET /healthz HTTP/1.1\r\n${H}`, '{}')],
  ['a body for nothing', withBody(`POST / HTTP/1.1\r\n${H}`, 'a'.repeat(100_000))],
  ['deep JSON', withBody(OPEN, deep(600))],
  ['deep JSON for siteverify', withBody(`${VERIFY}${JSON_TYPE}`, deep(2500))],
  ['deep arrays for siteverify', withBody(`${VERIFY}${JSON_TYPE}`, '['.repeat(16_000))],
  ['__proto__', withBody(OPEN, '{"__proto__":{"sitekey":"forum"}}')],
  ['constructor', withBody(OPEN, '{"constructor":{"prototype":{"sitekey":"forum"}}}')],
  ['__proto__ for siteverify', withBody(`${VERIFY}${JSON_TYPE}`, '{"__proto__":{"secret":"x"}}')],
  ['JSON that is no object', withBody(OPEN, '[]')],
  ['JSON that is null', withBody(OPEN, 'null')],
  ['JSON with a NUL', withBody(OPEN, '{"sitekey":"forum\\u0000"}')],
  ['half a surrogate', withBody(OPEN, '{"sitekey":"forum","cdata":"\\ud800"}')],
  ['JSON that is no UTF-8', withBody(OPEN, Buffer.from('{"sitekey":"\xff"}', 'latin1'))],
  ['a byte order mark', withBody(OPEN, '\ufeff{"sitekey":"forum"}')],
  ['a number as the sitekey', withBody(OPEN, '{"sitekey":1e400}')],
  ['a long sitekey', withBody(OPEN, `{"sitekey":"${'a'.repeat(4000)}"}`)],
  [
    'a multipart body without parts',
    withBody(`${VERIFY}Content-Type: multipart/form-data; boundary=x\r\n`, '--x--'),
  ],
  [
    'a multipart body without a boundary',
    withBody(`${VERIFY}Content-Type: multipart/form-data\r\n`, '--x--'),
  ],
  [
    'a multipart body of noise',
    withBody(
      `${VERIFY}Content-Type: multipart/form-data; boundary=x\r\n`,
      Buffer.alloc(10_000, '--x\r\n'),
    ),
  ],
  [
    'a form of many fields',
    withBody(`${VERIFY}Content-Type: application/x-www-form-urlencoded\r\n`, 'a=b&'.repeat(4000)),
  ],
  [
    'a media type that is none',
    withBody(`POST /v1/challenges HTTP/1.1\r\n${H}Content-Type: ;;;\r\n`, '{}'),
  ],
  ['a long id', `GET /v1/challenges/${'a'.repeat(10_000)}/media HTTP/1.1\r\n${H}\r\n`],
  ['ranges without end', `GET /docs HTTP/1.1\r\n${H}Range: bytes=${'0-1,'.repeat(2000)}\r\n\r\n`],
  ['an origin that is none', `${OPEN}Origin: \x01\x02\r\nContent-Length: 2\r\n\r\n{}`],
  [
    'a forwarded address that is none',
    `GET /healthz HTTP/1.1\r\n${H}X-Forwarded-For: ${'x,'.repeat(5000)}\r\n\r\n`,
  ],
  ['a method that nobody knows', `BREW / HTTP/1.1\r\n${H}\r\n`],
  ['a very long method', `${'A'.repeat(20_000)} / HTTP/1.1\r\n${H}\r\n`],
];
