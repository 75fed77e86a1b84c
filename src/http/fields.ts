import type { FastifyRequest } from 'fastify';

/** More fields than any client sends. */
const MOST_FIELDS = 50;

/** Of requests that are under way: limits and handlers look at the same fields, parsed once. */
const read = new WeakMap<FastifyRequest, ReturnType<typeof readOnce>>();

/**
 * The fields of a request whose body was read as bytes: those of its query, and over them those of a
 * form, of JSON or of multipart. Undefined if the body is none of these, though it says so. Clients
 * send whatever their library sends: JSON without a type, a type without a body, all in the query.
 */
export function readFields(request: FastifyRequest): ReturnType<typeof readOnce> {
  const known = read.get(request);
  if (known) return known;
  const fields = readOnce(request);
  read.set(request, fields);
  return fields;
}

async function readOnce(
  request: FastifyRequest,
): Promise<Readonly<Record<string, string>> | undefined> {
  const { body } = request;
  const inQuery = toFields(Object.entries((request.query ?? {}) as Record<string, unknown>));
  if (!Buffer.isBuffer(body) || body.length === 0) return inQuery;
  const inBody = await parseBody(body, request.headers['content-type'] ?? '');
  return inBody && { ...inQuery, ...inBody };
}

async function parseBody(
  body: Buffer,
  type: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (/^multipart\/form-data\b/i.test(type)) {
    try {
      const form = await new Response(body, { headers: { 'content-type': type } }).formData();
      return toFields([...form.entries()]);
    } catch {
      return undefined;
    }
  }
  const text = body.toString('utf8');
  return /\bjson\b/i.test(type) || text.trimStart().startsWith('{')
    ? parseJson(text)
    : toFields([...new URLSearchParams(text)]);
}

function parseJson(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? toFields(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** Texts and numbers by name; of a name that comes twice the last, as PHP and Rails take it. */
function toFields(
  entries: readonly (readonly [string, unknown])[],
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of entries.slice(0, MOST_FIELDS)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string' || typeof last === 'number') fields[name] = String(last);
  }
  return fields;
}
