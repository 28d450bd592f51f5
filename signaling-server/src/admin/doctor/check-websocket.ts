/** The WebSocket of signaling: do the proxies pass the upgrade, and does the service greet? */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SOCKET_PATH } from '@lectern/protocol';
import { addressBelow, ANSWER_TIMEOUT_MS, requestTo } from './ask-service.ts';
import { fault, ok, reasonOf, type Finding } from './finding.ts';

const SUBJECT = 'WebSocket';
/** RFC 6455, section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

type Outcome =
  | { readonly type: 'greeted' }
  | { readonly type: 'silent' }
  | { readonly type: 'wrong-accept' }
  | { readonly type: 'answered'; readonly status: number }
  | { readonly type: 'failed'; readonly reason: string };

export async function checkWebSocket(publicUrl: URL): Promise<Finding> {
  const outcome = await open(addressBelow(publicUrl, `${SOCKET_PATH}/?EIO=4&transport=websocket`));
  const path = `${addressBelow(publicUrl, SOCKET_PATH).pathname}/`;
  if (outcome.type === 'greeted') return ok(SUBJECT, `opens at ${path}`);
  if (outcome.type === 'failed') {
    return fault(SUBJECT, `does not open (${outcome.reason})`, 'see the lines above');
  }
  if (outcome.type === 'answered' && outcome.status === 503) {
    return fault(
      SUBJECT,
      'the service is overloaded or stopping (status 503)',
      'look at its log, and at the load of the machine',
    );
  }
  const mend =
    `let the proxy pass the upgrade on ${path}: HTTP/1.1 to the service, with the headers Upgrade and Connection; ` +
    'docs/admin.md has the lines for yours';
  const says =
    outcome.type === 'answered'
      ? `the upgrade is not passed on (status ${String(outcome.status)})`
      : 'the upgrade is answered, but by something else than the service';
  return fault(SUBJECT, says, mend);
}

async function open(url: URL): Promise<Outcome> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
  };
  const accept = createHash('sha1')
    .update(key + ACCEPT_GUID)
    .digest('base64');
  return new Promise<Outcome>((resolve) => {
    const request = requestTo(url)(url, { headers, rejectUnauthorized: false, agent: false });
    request.setTimeout(ANSWER_TIMEOUT_MS, () => {
      resolve({ type: 'silent' });
      request.destroy();
    });
    request.on('error', (error) => resolve({ type: 'failed', reason: reasonOf(error) }));
    request.on('response', (response: IncomingMessage) => {
      resolve({ type: 'answered', status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.on('upgrade', (response, socket: Duplex, head: Buffer) => {
      socket.on('error', () => undefined);
      const isOurs = response.headers['sec-websocket-accept'] === accept;
      const greeting = isOurs ? firstMessage(socket, head) : Promise.resolve(undefined);
      void greeting.then((text) => {
        // Engine.IO's first packet: `0` and its parameters.
        if (!isOurs) resolve({ type: 'wrong-accept' });
        else resolve({ type: text?.startsWith('0{') === true ? 'greeted' : 'silent' });
        socket.destroy();
        return undefined;
      });
    });
    request.end();
  });
}

/**
 * The text of the first frame; undefined if none comes. A server's frames are not masked (RFC 6455,
 * section 5.2).
 */
async function firstMessage(socket: Duplex, head: Buffer): Promise<string | undefined> {
  let bytes = head;
  const timer = setTimeout(() => socket.destroy(), ANSWER_TIMEOUT_MS);
  try {
    if (bytes.length > 2) return textOf(bytes);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk))]);
      if (bytes.length > 4) return textOf(bytes);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** A frame under 126 bytes has two bytes before its text, a longer one four. */
const textOf = (frame: Buffer): string => frame.subarray((frame[1] ?? 0) < 126 ? 2 : 4).toString('utf8');
