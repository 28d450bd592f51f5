/** Sends the request of one step of the plan. */
import { isJanusError, type JanusErrorCode } from '../janus/janus-error.ts';
import type { MountpointOptions } from '../janus/streaming.ts';
import { mountpointId, roomOf } from '../names.ts';
import type { NodeControl } from '../relay-node.ts';
import type { RebuildStep, WantedRoom } from './wanted.ts';

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
    case 'create-room':
      return rooms.create(step.room.names);
    case 'destroy-room':
      return rooms.destroy(step.id, secretOf(step.id));
    case 'create-mountpoint':
      return mountpoints.create(mountpointOf(step.room));
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

const mountpointOf = ({ names: { room, secret, srtpKey }, audio, videos }: WantedRoom): MountpointOptions => ({
  id: mountpointId(room),
  secret,
  srtpKey,
  audio,
  videos,
});
