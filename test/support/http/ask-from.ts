import { type IncomingHttpHeaders, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { text } from 'node:stream/consumers';

/** What a request gets that comes from an address of its own. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends a request from this address of the loopback range, all of which is this machine's. With a body
 * it is a POST of JSON. Over TLS the certificate must be one of `ca`, and for the host of the headers.
 */
export async function askFrom(
  localAddress: string,
  url: string,
  {
    headers = {},
    body,
    ca,
  }: { headers?: Record<string, string>; body?: object; ca?: string | Buffer } = {},
): Promise<Answer> {
  const json = body && { 'content-type': 'application/json' };
  const method = body ? 'POST' : 'GET';
  const send = url.startsWith('https:') ? requestTls : request;
  const sent = send(url, {
    localAddress,
    agent: false,
    method,
    headers: { ...json, ...headers },
    ...(ca && { ca }),
    ...(ca && headers['host'] && { servername: headers['host'] }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  sent.on('error', reject).on('response', (response) => {
    const { statusCode: status = 0, headers: got } = response;
    text(response).then((read) => resolve({ status, headers: got, body: read }), reject);
  });
  sent.end(body && JSON.stringify(body));
  return promise;
}
