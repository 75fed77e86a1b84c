import {
  BUDGETS,
  type Cost,
  NETWORK_FACTOR,
  SITE_FACTOR,
  WINDOW_SECONDS,
} from '../src/abuse/budgets.ts';

/** What is counted under each name. */
const COUNTED: Readonly<Record<Cost, string>> = {
  picture: 'pictures opened or asked for anew under `/v1`',
  motion: 'moving pictures, likewise',
  sound: 'sounds, likewise',
  work: 'silent proofs of work, likewise',
  media: '`GET /v1/challenges/{id}/media`',
  answer: 'answers and requests for more time under `/v1`',
  page: 'the page without scripts, each step',
  classic: '`GET /`',
  'classic-check': '`GET /{uuid}/{captcha_guess}`',
  verify: '`siteverify` of every vendor, with the secret of a site',
  'verify-unknown': '`siteverify` of every vendor, without',
  document: '`GET /openapi.json`',
  'sign-in': '`POST /dashboard/sign-in`, and `GET /dashboard/data` with a wrong token',
  probe: '`GET /readyz`',
};

/** Who asks for what without being a visitor, or without a site. */
const NO_CLIENT: readonly Cost[] = ['verify'];
const SITE: readonly Cost[] = ['picture', 'motion', 'sound', 'work', 'page', 'verify'];

/** `docs/limits.md`. */
export function limitsMarkdown(): string {
  const number = (value: number) => value.toLocaleString('en');
  const rows = (Object.keys(COUNTED) as Cost[]).map((cost) => {
    const budget = BUDGETS[cost];
    const [client, network] = NO_CLIENT.includes(cost)
      ? ['', '']
      : [number(budget), number(budget * NETWORK_FACTOR)];
    const site = SITE.includes(cost) ? number(budget * SITE_FACTOR) : '';
    return `| \`${cost}\` | ${COUNTED[cost]} | ${client} | ${network} | ${site} |`;
  });
  const minutes = WINDOW_SECONDS / 60;
  return `# Limits

_[Contents](README.md): reference_

<!-- Made from src/abuse/budgets.ts by \`npm run docs\`. Edit there and in scripts/limits-page.ts. -->

Whoever asks for too much gets a 429 until its ${minutes} minutes are over. They begin with its first
request, and with them each budget is whole again. [The reasons](adr/0013-limits-are-counted-in-our-store-by-a-library.md)
for each number stand beside it in \`src/abuse/budgets.ts\`.

| Budget | What is counted | One client | Its network | A site |
|---|---|--:|--:|--:|
${rows.join('\n')}

- **A client** is an IPv4 address or an IPv6 /64; **its network** is the /24 or the /48 around it. IPv6
  addresses that stand for an IPv4 one (IPv4-mapped, NAT64, 6to4, Teredo) count as that.
- The yardstick is a campus: 3,000 people behind one address who register within an hour, twice as fast at
  times.
- \`RATE_LIMIT_PERCENT\` scales all budgets, \`RATE_LIMITS=false\` turns them off:
  [configuration](configuration.md).
- Once a request was refused, further ones are not counted until the wait is over, neither for the client nor
  for its network and the site.
- **An address that only fails** is refused as well, whatever is left of its budgets and with
  \`RATE_LIMITS=false\`, too: [difficulty](difficulty.md#how-the-step-is-chosen).

## What clients are told

\`\`\`text
RateLimit-Policy: "picture";q=1200;w=600, "picture-network";q=4800;w=600, "picture-site";q=1200000;w=600
RateLimit: "picture";r=1199;t=600
\`\`\`

Every limited answer has both headers ([draft-ietf-httpapi-ratelimit-headers-11](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/11/)):
the budgets that apply, and how much is left of the client's own for how many seconds. A 429 names the
budget that is exceeded instead and has \`Retry-After\`, in seconds. How busy a network or a site is
otherwise is not told to visitors. The body is an error in the form of its route: [API](api.md#too-many-requests).

## Behind a proxy

By default the client is whoever connects, and no header changes that. Behind a reverse proxy that is
the proxy: all visitors are one client, and soon nobody gets in. Name it:

\`\`\`sh
TRUSTED_PROXIES=10.0.0.7           # or a network: 10.0.0.0/24; or loopback, linklocal, uniquelocal
\`\`\`

The client is then the last address in \`X-Forwarded-For\` that is not a trusted one: what a visitor writes
into the header stands before it and is not looked at. Three things are up to you:

- The proxy **appends** the address of its peer, or replaces the header by it. nginx:
  \`proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\`; Caddy, Traefik, HAProxy
  (\`option forwardfor\`) and the load balancers of clouds do so themselves. A proxy that passes the header
  on as it comes must not be trusted. [Configurations](deployment.md#proxies) for nginx, Caddy and Traefik are
  run by the tests.
- **Every** proxy on the way is named, a CDN's networks included; otherwise the visitors behind it are one.
- **Nobody else** can connect from a trusted network. \`uniquelocal\` trusts every machine of the private
  networks.

A number of hops is not accepted: a visitor who finds a way past one proxy could choose who it is.

**Your own server as a proxy.** A server that fetches pictures for its visitors (\`GET /\`) is one client,
with a budget of ten a second. If that is not enough, trust it, and let it send the visitor's address:

\`\`\`sh
curl -H "X-Forwarded-For: $REMOTE_ADDR" http://captcha.internal:8080/
\`\`\`

It needs nothing like that for \`siteverify\`: with its secret it has the budget of its site.

## The size of a request

| What | At most | Beyond it |
|---|--:|---|
| the request line and the headers | 16 kB | 431 |
| a body under \`/v1\`, of \`siteverify\` and \`checksiteconfig\` | 16 kB | 413; from \`siteverify\` a refusal |
| a body of the page without scripts | 8 kB | 413 |
| a body anywhere else | nothing of it is read | |
| fields of a form or of JSON | the first 50 count | |
| the time until a request is complete | 10 s | 408, and the end of the connection |
| connections | \`MAX_CONNECTIONS\` | the one that has been idle for longest is closed |
| requests of one connection that are worked on | 32 | no more is read meanwhile |
| the wait for a thread | 2 s | 503 \`busy\` |
| a command of the store | \`STORE_TIMEOUT_MS\` | 503 \`store_unavailable\` |

\`test/http/openapi-fuzz.test.ts\` asks every route for too much.

## Several replicas

Replicas that share Redis share the counts: a client gets its budget once, however it spreads its
requests. They must share \`SECRET_KEY\`, from which the names of clients are made. Whoever is over a limit
is remembered by the replica until its time is over, and a flood costs Redis nothing.

While Redis is away each replica counts by itself, from zero: a client may have its budget once at each,
of requests that are mostly answered 503 then. A second after Redis is back the shared counts
decide again.

A replica keeps at most 50,000 counts of its own (25 MB), apart from challenges: neither takes the room of
the other. If there are more clients than that, newcomers share 4,096 places, each with one budget;
nobody's own count is dropped for them, so that nobody gets past a limit by filling the memory.
`;
}
