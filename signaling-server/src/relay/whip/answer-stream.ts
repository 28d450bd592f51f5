/**
 * Does what WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04) ask of a stream, with a token. What is
 * about HTTP, such as addresses and content types, is not known here.
 */
import type { RoomId } from '@lectern/protocol';
import type { AnswerStream, StreamAnswer, StreamAsk } from '../../cluster/stream-asks.ts';
import type { IceSource } from '../../room/ice-source.ts';
import { newLinkId } from '../../room/ids.ts';
import { checkOffer, withoutSimulcast } from './check-offer.ts';
import { answerFragment, readFragment, restartedOffer, ufragIn } from './ice-fragment.ts';
import type { MediaSession } from './media-session.ts';
import type { Access, RoomStreams } from './room-streams.ts';
import { StreamError, streamErrorOf, type StreamProblem } from './stream-error.ts';
import type { StreamUse } from './stream-keys.ts';

/** Why something is not done: a closed set. */
export type StreamRefusal =
  | 'not-an-offer'
  | 'unsupported-offer'
  | 'not-a-fragment'
  | 'token-wrong'
  | 'token-for-other'
  /** No such room, grant or session: nobody learns which. */
  | 'unknown'
  | 'other-ice'
  | 'ice-unnamed'
  | 'no-restart'
  | StreamProblem;

interface AnswerOptions {
  readonly streams: RoomStreams;
  readonly ice: IceSource;
}

type Act<T extends StreamAsk['act']['type']> = Extract<StreamAsk['act'], { type: T }>;
type Answer = Omit<StreamAnswer, 'refusal'> | { readonly refusal: StreamRefusal };

export function answerStream({ streams, ice }: AnswerOptions): AnswerStream {
  const iceServers = (roomId: RoomId, use: StreamUse) =>
    ice.grant({ roomId, linkId: newLinkId(), side: use === 'publish' ? 'presenter' : 'watcher' });
  return async (roomId, { use, token, act }) => {
    const refusal = refusalOf(streams.access(roomId, token), use);
    if (refusal !== undefined) return { refusal };
    try {
      switch (act.type) {
        case 'check':
          return {};
        case 'describe':
          return { iceServers: iceServers(roomId, use) };
        case 'open': {
          const opened = await open(streams, roomId, use, act);
          return 'refusal' in opened ? opened : { ...opened, iceServers: iceServers(roomId, use) };
        }
        case 'change': {
          const session = streams.find(roomId, use, act.session);
          return session === undefined ? { refusal: 'unknown' } : await change(session, act);
        }
        case 'end':
          return end(streams, roomId, use, act);
      }
    } catch (error) {
      const known = streamErrorOf(error);
      if (known instanceof StreamError) return { refusal: known.problem };
      throw error;
    }
  };
}

function refusalOf(access: Access, use: StreamUse): StreamRefusal | undefined {
  if (access === use) return undefined;
  if (access === 'unknown-room') return 'unknown';
  return access === 'refused' ? 'token-wrong' : 'token-for-other';
}

async function open(streams: RoomStreams, roomId: RoomId, use: StreamUse, { offer }: Act<'open'>): Promise<Answer> {
  const fault = checkOffer(offer, use);
  if (fault !== null) return { refusal: fault === 'malformed' ? 'not-an-offer' : 'unsupported-offer' };
  const { id, etag, answer } = await streams.begin(roomId, use, withoutSimulcast(offer));
  return { session: id, etag, sdp: answer };
}

/** Gives a fragment after a restart alone. */
async function change(session: MediaSession, { fragment: text, match }: Act<'change'>): Promise<Answer> {
  const fragment = readFragment(text);
  if (fragment === null) return { refusal: 'not-a-fragment' };
  if (match !== undefined && match !== '*' && match !== session.etag) return { refusal: 'other-ice' };
  const isRestart = fragment.ufrag !== null && fragment.ufrag !== ufragIn(session.offer);
  if (!isRestart) {
    await session.trickle(fragment.candidates);
    return { etag: session.etag };
  }
  if (!session.canRestart) return { refusal: 'no-restart' };
  if (match !== '*') return { refusal: match === undefined ? 'ice-unnamed' : 'other-ice' };
  if (fragment.password === null) return { refusal: 'not-a-fragment' };
  const restarted = answerFragment(await session.restart(restartedOffer(session.offer, fragment)));
  return { etag: session.etag, fragment: restarted };
}

function end(streams: RoomStreams, roomId: RoomId, use: StreamUse, { session: id }: Act<'end'>): Answer {
  const session = streams.find(roomId, use, id);
  session?.close('asked');
  return session === undefined && !streams.hasEnded(roomId, use, id) ? { refusal: 'unknown' } : {};
}
