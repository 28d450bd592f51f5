/** `room:open`: the presenter proves whose room it is and gets back what it can prove to have held. */
import { SignalingError, type RequestParams, type RequestResult } from '@lectern/protocol';
import { watchOrigin } from '../addresses.ts';
import { shortRoom } from '../log.ts';
import type { Parts } from '../parts.ts';
import type { PresenterPeer } from '../peer.ts';
import { checkRoomProof } from '../room-proof.ts';

type Params = RequestParams<'room:open'>;

export async function openRoom(parts: Parts, peer: PresenterPeer, params: Params): Promise<RequestResult<'room:open'>> {
  const { clock, config, rooms, tokens, log } = parts;
  const { roomId, epoch, live, about, links: held } = params;
  if (peer.standing.kind === 'opened' && peer.standing.room.id !== roomId) {
    throw new SignalingError('bad-request', 'this connection has opened another room');
  }
  // An epoch of the far future would lock out every later run, the owner's own included.
  if (epoch > clock.now() + config.timing.epochAheadMs) throw new SignalingError('bad-request', 'epoch in the future');
  await authorize(peer, params);
  const token = await tokens.forPresenter({ roomId, epoch });

  // From here to the reply nothing waits: the room is read and written in one go.
  if (peer.standing.kind === 'gone') throw new SignalingError('unreachable');
  if (rooms.find(roomId) === undefined && !parts.newRooms.take(peer.dialed.addressKey)) {
    throw new SignalingError('too-many');
  }
  const room = rooms.findOrCreate(roomId);
  const opened = room.open({ epoch, live, about, held, outlet: peer.outlet });
  peer.standing = { kind: 'opened', room, epoch };
  log.info({ room: shortRoom(roomId), live, ...opened, refused: opened.refused.length }, 'room opened');
  return { token, watchUrl: `${watchOrigin(config, peer.dialed, parts.port())}/r/${roomId}`, ...opened };
}

async function authorize(peer: PresenterPeer, { roomId, epoch, proof }: Params): Promise<void> {
  if (proof === undefined) {
    if (peer.claims?.roomId === roomId && peer.claims.epoch === epoch) return;
    throw new SignalingError('unauthorized', 'neither a proof nor a token for this room and epoch');
  }
  const { challenge } = peer;
  if (challenge === null) throw new SignalingError('unauthorized', 'the challenge has been used');
  peer.challenge = null;
  await checkRoomProof({ proof, services: peer.services, roomId, epoch, challenge });
}
