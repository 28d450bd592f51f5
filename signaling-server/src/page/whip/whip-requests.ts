/**
 * What WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04) ask of a stream, once address, token and
 * content type have been checked. Each resolves with what is to be answered.
 */
import type { IceServer, RoomId } from '@lectern/protocol';
import type { MediaSession } from '../../relay/whip/media-session.ts';
import type { RoomStreams } from '../../relay/whip/room-streams.ts';
import { StreamError, streamErrorOf } from '../../relay/whip/stream-error.ts';
import type { StreamUse } from '../../relay/whip/stream-keys.ts';
import { checkOffer, withoutSimulcast } from './check-offer.ts';
import { answerFragment, readFragment, restartedOffer, ufragIn } from './ice-fragment.ts';
import type { Refusal } from './refusal.ts';

export type Outcome<T> = { readonly refusal: Refusal } | { readonly done: T };

export async function openSession(
  streams: RoomStreams,
  { roomId, use, offer }: { readonly roomId: RoomId; readonly use: StreamUse; readonly offer: string },
): Promise<Outcome<MediaSession>> {
  const fault = checkOffer(offer, use);
  if (fault !== null) return { refusal: fault === 'malformed' ? 'not-an-offer' : 'unsupported-offer' };
  try {
    return { done: await streams.begin(roomId, use, withoutSimulcast(offer)) };
  } catch (error) {
    if (error instanceof StreamError) return { refusal: error.problem };
    throw error;
  }
}

/** `match`: the header `If-Match`. Resolves with a fragment after a restart, else with null. */
export async function changeSession(
  session: MediaSession,
  { fragment: text, match }: { readonly fragment: string; readonly match: string | undefined },
): Promise<Outcome<string | null>> {
  const fragment = readFragment(text);
  if (fragment === null) return { refusal: 'not-a-fragment' };
  if (match !== undefined && match !== '*' && match !== session.etag) return { refusal: 'other-ice' };
  const isRestart = fragment.ufrag !== null && fragment.ufrag !== ufragIn(session.offer);
  try {
    if (!isRestart) {
      await session.trickle(fragment.candidates);
      return { done: null };
    }
    if (!session.canRestart) return { refusal: 'no-restart' };
    if (match !== '*') return { refusal: match === undefined ? 'ice-unnamed' : 'other-ice' };
    if (fragment.password === null) return { refusal: 'not-a-fragment' };
    return { done: answerFragment(await session.restart(restartedOffer(session.offer, fragment))) };
  } catch (error) {
    const known = streamErrorOf(error);
    if (known instanceof StreamError) return { refusal: known.problem };
    throw error;
  }
}

/** One `Link` header for all servers (RFC 9725, section 4.6). */
export const iceLinks = (servers: readonly IceServer[]): string =>
  servers
    .flatMap(({ urls, username, credential }) =>
      urls.map((url) => {
        const access =
          username === undefined || credential === undefined
            ? ''
            : `; username="${username}"; credential="${credential}"; credential-type="password"`;
        return `<${url}>; rel="ice-server"${access}`;
      }),
    )
    .join(', ');
