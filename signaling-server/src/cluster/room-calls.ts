/**
 * What a door asks of a room that runs on this instance, carried out at once. Called by the near
 * room and, for doors of other instances, by `FarMembers`. All of them throw `SignalingError`.
 */
import { SignalingError, type RequestParams, type RequestResult, type RoomId } from '@lectern/protocol';
import type { Applicant, Entry } from '../room/entrance.ts';
import type { Member } from '../room/member.ts';
import type { Room } from '../room/room.ts';
import { roomRequests, type MemberFor, type RoomRequestName } from '../room/room-requests.ts';
import { RoomMovingError } from './moving-rooms.ts';
import type { Arrival, LobbyArrival } from './room-port.ts';
import type { Rooms } from './rooms.ts';
import type { StreamAnswer, StreamAsk } from './stream-asks.ts';

/** A room of this instance, whether or not it exists. */
export interface RoomHere {
  readonly rooms: Rooms;
  readonly roomId: RoomId;
}

function existing({ rooms, roomId }: RoomHere): Room {
  const room = rooms.find(roomId);
  if (room === undefined) throw rooms.moving.has(roomId) ? new RoomMovingError() : new SignalingError('room-unknown');
  return room;
}

export const roomCalls = {
  /**
   * Throws `room-moving` unless the watcher has the link that it says it holds: no new link would
   * reach a presenter that is out of reach, and another instance may run the room by now, and have
   * the watcher's link.
   */
  checkKeepsLink({ rooms, roomId }: RoomHere, { watcherId, holds }: Applicant): void {
    const seats = rooms.find(roomId)?.seats ?? [];
    const seat = [...seats].find((each) => each.watcherId === watcherId);
    if (holds !== undefined && seat?.link?.id === holds) return;
    throw new SignalingError('room-moving', 'the presenter is not reached');
  },

  checkSeat(here: RoomHere, applicant: Applicant): Entry {
    const room = applicant.isReturning ? here.rooms.rebuild(here.roomId) : existing(here);
    return room.checkSeat(applicant);
  },

  awaitAdmission(here: RoomHere, { welcome, ...waiting }: LobbyArrival): void {
    const room = existing(here);
    waiting.outlet.notify('lobby:entered', { ...welcome, about: room.about });
    room.entrance.wait(waiting);
  },

  join(here: RoomHere, { welcome, ...joining }: Arrival): void {
    const joined = existing(here).join(joining);
    joining.outlet.notify('room:joined', { ...welcome, ...joined });
  },

  /** Rejects with `room-moving`. */
  async stream({ rooms, roomId }: RoomHere, ask: StreamAsk): Promise<StreamAnswer> {
    if (rooms.moving.has(roomId)) throw new RoomMovingError();
    return await rooms.answerStream(roomId, ask);
  },

  request<N extends RoomRequestName>(
    here: RoomHere,
    from: Member,
    name: N,
    params: RequestParams<N>,
  ): RequestResult<N> {
    const room = existing(here);
    room.checkMember(from);
    return roomRequests[name](room, from as MemberFor<N>, params);
  },
};
