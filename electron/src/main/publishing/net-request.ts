/**
 * Requests through Electron's network, which uses the system's proxy and certificates. Its `fetch`
 * does not show a redirect, so they go a level below.
 */
import { net } from 'electron';
import { PUBLISH_ANSWER_BYTES, PUBLISH_REQUEST_TIMEOUT_MS } from '../policy.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';

type Headers = Readonly<Record<string, string | string[]>>;

/** Without cookies: a token is all that the server gets. */
export const netRequest: HttpRequest = (url, { method, headers, body }) =>
  new Promise((resolve, reject) => {
    const request = net.request({ url, method, headers, redirect: 'manual', credentials: 'omit', cache: 'no-store' });
    const timer = setTimeout(() => fail(new Error('no answer in time')), PUBLISH_REQUEST_TIMEOUT_MS);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
      request.abort();
    };
    const finish = (answer: HttpAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('redirect', (status, _method, _to, answered) => {
      finish(answerOf(status, answered, ''));
      request.abort();
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes > PUBLISH_ANSWER_BYTES) fail(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        finish(answerOf(response.statusCode, response.headers, Buffer.concat(chunks).toString('utf8')));
      });
    });
    request.on('error', fail);
    request.end(body);
  });

function answerOf(status: number, headers: Headers, body: string): HttpAnswer {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status,
    body,
    header: (name) => {
      const value = all.get(name.toLowerCase());
      return value === undefined ? null : [value].flat().join(', ');
    },
  };
}
