/**
 * One HTTP request to the service by its public URL. It ignores the certificate, which has a check
 * of its own: a fault of TLS must not hide those behind it.
 */
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const ANSWER_TIMEOUT_MS = 8_000;
const MAX_BODY_BYTES = 65_536;

export const requestTo = (url: URL) => (url.protocol === 'https:' ? requestHttps : requestHttp);

/** Below the public URL, which may have a path. */
export const addressBelow = (publicUrl: URL, path: string): URL => new URL(publicUrl.href.replace(/\/$/, '') + path);

/** Rejects with the system's error, or `no answer`. */
export async function askService(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = requestTo(url)(url, { headers, rejectUnauthorized: false, agent: false }, resolve);
    request.setTimeout(ANSWER_TIMEOUT_MS, () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.end();
  });
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += String(chunk);
    if (body.length > MAX_BODY_BYTES) break;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}
