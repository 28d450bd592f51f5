/** What is answered to a request of WHIP or WHEP that fails, one status for each reason. */
import type { Response } from 'express';
import type { StreamRefusal } from '../../relay/whip/answer-stream.ts';

export type Refusal =
  | StreamRefusal
  | 'token-missing'
  | 'method'
  | 'not-acceptable'
  | 'too-long'
  | 'content-type'
  | 'too-many'
  | 'busy'
  | 'failed';

/** `retryAfterS`: when another attempt may succeed. */
const answers: Readonly<Record<Refusal, readonly [status: number, says: string, retryAfterS?: number]>> = {
  'not-an-offer': [400, 'This is no session description.'],
  'not-a-fragment': [400, 'This is no fragment of a session description.'],
  'token-missing': [401, 'A bearer token is needed.'],
  'token-wrong': [401, 'This bearer token is not valid here.'],
  'token-for-other': [403, 'This bearer token allows something else.'],
  unknown: [404, 'There is nothing at this address.'],
  method: [405, 'This method is not for this address.'],
  'not-acceptable': [406, 'The answer is application/sdp.'],
  'in-use': [409, 'Another program publishes here.'],
  'not-published': [409, 'Nobody publishes here now.', 5],
  'other-ice': [412, 'The credentials of ICE have changed.'],
  'too-long': [413, 'This is longer than a session description.'],
  'content-type': [415, 'This content type is not for this address.'],
  'unsupported-offer': [422, 'One medium of sound and one of picture can be offered, in one direction.'],
  'bad-offer': [422, 'The media server does not take this offer.'],
  'no-codec': [422, 'Streams have Opus, and VP8 or H.264.'],
  'no-restart': [422, 'ICE cannot be restarted here: open another session.'],
  'ice-unnamed': [428, 'A restart of ICE needs If-Match.'],
  'too-many': [429, 'Too many requests come from this address.', 60],
  failed: [500, 'Something went wrong.'],
  busy: [503, 'The service is busy.', 5],
  full: [503, 'As many play as may.', 30],
  away: [503, 'The media server is not ready.', 2],
};

/** Of an instance of another version, one may not be known. */
export const isRefusal = (text: string): text is Refusal => Object.hasOwn(answers, text);

export function refuse(response: Response, refusal: Refusal): void {
  const [status, says, retryAfterS] = answers[refusal];
  if (retryAfterS !== undefined) response.set('Retry-After', String(retryAfterS));
  if (status === 401) {
    const error = refusal === 'token-wrong' ? ', error="invalid_token"' : '';
    response.set('WWW-Authenticate', `Bearer realm="lectern"${error}`);
  }
  response.status(status).type('txt').send(`${says}\n`);
}
