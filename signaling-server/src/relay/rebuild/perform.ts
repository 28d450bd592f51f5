/** Sends the request of one step of the plan. */
import { isJanusError, type JanusErrorCode } from '../janus/janus-error.ts';
import { mountpointId, roomOf } from '../names.ts';
import type { NodeControl } from '../relay-node.ts';
import type { RebuildStep, WantedFeed, WantedRoom } from './wanted.ts';

/** Where the step was not needed any more. What has really come of it, the next look shows. */
const done: Readonly<Record<RebuildStep['type'], readonly JanusErrorCode[]>> = {
  'create-room': ['room-exists'],
  'destroy-room': ['no-room'],
  'create-mountpoint': [],
  'destroy-mountpoint': ['no-mountpoint'],
  'stop-forward': ['no-room', 'no-publisher'],
  // It has left: it is forwarded when it is back.
  forward: ['no-publisher'],
};

type SecretOf = (room: string) => string;

/** `secretOf`: of a room that is known by its name alone. Rejects with `JanusError`. */
export async function perform(step: RebuildStep, control: NodeControl, secretOf: SecretOf): Promise<void> {
  try {
    await send(step, control, secretOf);
  } catch (error) {
    if (!isJanusError(error, ...done[step.type]) || done[step.type].length === 0) throw error;
  }
}

async function send(step: RebuildStep, { rooms, mountpoints }: NodeControl, secretOf: SecretOf): Promise<void> {
  switch (step.type) {
    case 'create-room': {
      const { names, videoCodecs, bitrate } = step.room;
      return rooms.create({ ...names, videoCodecs, bitrate });
    }
    case 'destroy-room':
      return rooms.destroy(step.id, secretOf(step.id));
    case 'create-mountpoint':
      return mountpoints.create(mountpointOf(step.room, step.feed));
    case 'destroy-mountpoint':
      return mountpoints.destroy(step.id, secretOf(roomOf(step.id) ?? ''));
    case 'stop-forward': {
      const { room, secret } = step.room.names;
      return rooms.stopForward(room, secret, step.forward);
    }
    case 'forward': {
      const { publisher, host, streams, room } = step;
      return rooms.forward({ ...room.names, publisher, host, streams });
    }
  }
}

function mountpointOf({ names }: WantedRoom, { name, audio, video }: WantedFeed) {
  const { secret, srtpKey } = names;
  return {
    id: mountpointId(names.room, name),
    secret,
    srtpKey,
    audio,
    video: video === null ? null : { ...video, layers: layersOf(video.layers.length) },
  };
}

const layersOf = (count: number): 1 | 2 | 3 => (count >= 3 ? 3 : count === 2 ? 2 : 1);
