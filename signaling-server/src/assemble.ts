/** Puts together what the doors need: rooms, tokens, limits, and the way to rooms of other instances. */
import type { Logger } from 'pino';
import type { RoomId } from '@lectern/protocol';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from './admin/config.ts';
import { countCredentials } from './admin/metrics/count-credentials.ts';
import type { Figures } from './admin/metrics/figures.ts';
import { loadTokenKeys } from './admin/token-key.ts';
import { whoMayPresent } from './admin/who-may-present.ts';
import { Cluster } from './cluster/cluster.ts';
import { notifyAllVia, sendOver } from './cluster/far-outlet.ts';
import { wireVersions } from './cluster/frames.ts';
import { HeldElsewhere } from './cluster/held-elsewhere.ts';
import { newInstanceId } from './cluster/instance.ts';
import { NearRoom } from './cluster/near-room.ts';
import type { MeetOthers } from './cluster/others.ts';
import { Rooms } from './cluster/rooms.ts';
import { OpenPeers } from './door/open-peers.ts';
import { Presenters } from './door/presenters.ts';
import { Returns } from './door/returns.ts';
import { sendBack, sendBackOnArrival } from './door/send-back.ts';
import { serviceNames } from './door/service-names.ts';
import { SetupFaults } from './door/setup-faults.ts';
import { forwardNotice, notifyAll } from './door/socket-outlet.ts';
import { createTokens } from './door/tokens.ts';
import type { DoorPolicy, Policy } from './policy.ts';
import type { Clock } from './room/clock.ts';
import type { CountsOf } from './room/other-counts.ts';
import { PasscodeGuesses } from './room/passcode-guesses.ts';
import { PerAddress } from './room/per-address.ts';
import { PerMinute } from './room/per-minute.ts';
import type { PresenterIdentity } from './room/presenter-identity.ts';
import { WaitingBytes } from './room/waiting-bytes.ts';
import { openCarriedRooms } from './relay/carried/open-carried-rooms.ts';
import { Relay } from './relay/relay.ts';
import { answerStream } from './relay/whip/answer-stream.ts';
import { RoomStreams } from './relay/whip/room-streams.ts';
import { openIceServers } from './turn/open-ice-servers.ts';

const { version } = packageJson;

interface AssembleOptions {
  readonly config: Config;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Logger;
  readonly port: () => number;
  readonly figures: Figures;
  readonly ownRoomId: RoomId;
  /** Undefined where the instance runs alone. */
  readonly meetOthers: MeetOthers | undefined;
  readonly isLeaving: () => boolean;
}

export function assemble(options: AssembleOptions) {
  const { config, policy, clock, log, port, figures, ownRoomId, meetOthers, isLeaving } = options;
  const { maxWatchersPerRoom: maxWatchers } = config;
  const waiting = new WaitingBytes(policy.door.waitingBytesOfAll);
  const keys = loadTokenKeys(config, log);
  const self = newInstanceId();
  const heldElsewhere = new HeldElsewhere(keys[0].key, () => others?.directory.others() ?? []);
  const keyIds = keys.map(({ id }) => id);
  const others = meetOthers?.({
    self,
    facts: () => ({
      wire: wireVersions,
      draining: isLeaving(),
      rooms: rooms.size,
      watchers: rooms.watchers,
      version,
      keys: keyIds,
      held: heldElsewhere.shown(rooms.held()),
    }),
    hasPresenter: (roomId) => cluster?.hasPresenter(roomId) === true,
    keys,
    clock,
    log,
    waiting,
    observer: figures.cluster,
  });
  const countsOf: CountsOf = (limit, windowMs) => others?.countsOf?.(limit, windowMs);
  const { turn, ice: servers } = openIceServers(config, {
    clock,
    log,
    policy: policy.turn,
    countsOf,
    holderOf: (roomId) => rooms.holderOf(roomId),
  });
  const ice = countCredentials(servers, figures);
  const send = others === undefined ? undefined : sendOver(others.wire, log);
  const relay =
    config.relay === null
      ? undefined
      : new Relay({
          setting: config.relay,
          tokenSecret: keys[0].key,
          isAlone: meetOthers === undefined && config.balancerUrl === null,
          policy: policy.relay,
          log,
        });
  const streams =
    relay === undefined
      ? undefined
      : new RoomStreams({
          relay,
          clock,
          secrets: () => tokens.keys().map(({ key }) => key),
          policy: policy.relay,
          maxPlayers: maxWatchers,
          log,
        });
  const roomOptions = {
    clock,
    policy: policy.room,
    maxWatchers,
    ice,
    waiting,
    guesses: new PasscodeGuesses({ clock, policy: policy.room, countsOf }),
    notifyAll: send === undefined ? notifyAll : notifyAllVia(notifyAll, send),
    observer: figures,
    relay: relay === undefined ? null : openCarriedRooms(relay, config.relayUse, { clock, policy: policy.relay, log }),
    streams: streams ?? null,
  };
  const limits = {
    maxRooms: config.maxRooms,
    watchersPerIdentity: config.maxWatchersPerKey,
    maxAwaiting: policy.door.maxAwaiting,
    perAddress: config.maxRoomsPerAddress,
    perIdentity: config.maxRoomsPerKey,
    tokenTtlMs: config.tokenTtlS * 1000,
    roomsElsewhere: (holder: string) => heldElsewhere.of(holder).rooms,
    watchersElsewhere: (holder: string) => heldElsewhere.of(holder).watchers,
    ownRoomId,
  };
  const events = {
    opened: (roomId: RoomId) => cluster?.opened(roomId),
    forgotten: (roomId: RoomId) => cluster?.forgotten(roomId),
  };
  const answer = streams === undefined ? undefined : answerStream({ streams, ice });
  const rooms: Rooms = new Rooms(roomOptions, limits, events, answer);
  const peers = new OpenPeers();
  const returns = new Returns(policy.returns, () => peers.counts);
  const cluster: Cluster | undefined =
    others === undefined || send === undefined
      ? undefined
      : new Cluster({
          ...others,
          rooms,
          ownRoomId,
          isLeaving,
          send,
          clock,
          log,
          observer: figures.cluster,
          hands: {
            forward: forwardNotice,
            sendBack: (outlets) => {
              sendBack(peers.among(outlets), { returns, clock });
              sendBackOnArrival(outlets);
            },
            sendBackRoom: (roomId) => sendBack(peers.ofRoom(roomId), { returns, clock }),
          },
        });
  const tokens = createTokens(keys, config.tokenTtlS, clock);
  const services = (): readonly string[] => serviceNames(config, port());
  const { dataDir } = config;
  const presenters = new Presenters(rooms, log);
  const onRevoked = (identity: PresenterIdentity): void => presenters.revoke(identity);
  return {
    self,
    config,
    policy: doorPolicyFor(policy.door, maxWatchers),
    clock,
    log,
    faults: new SetupFaults(log),
    rooms,
    presenters,
    turn,
    waiting,
    observer: figures,
    peers,
    returns,
    cluster,
    relay,
    relayPolicy: policy.relay,
    streams,
    ice,
    findRoom: (roomId: RoomId) => cluster?.findRoom(roomId) ?? new NearRoom(roomId, rooms),
    tokens,
    ...whoMayPresent(config.presenting, { clock, log, policy, tokens, dataDir, services, onRevoked, countsOf }),
    failedSignIns: new PerAddress(clock, policy.door.wrongKeysPerMinute, countsOf('failed-sign-ins')),
    otherNameWarnings: new PerMinute(clock, policy.door.otherNameWarningsPerMinute),
    failures: new PerAddress(clock, policy.door.failuresPerMinute, countsOf('failures')),
    newRooms: new PerAddress(clock, policy.door.newRoomsPerMinute, countsOf('new-rooms')),
    openings: new PerMinute(clock, policy.door.openingsPerMinute),
  };
}

/** The presenter of a large room may send more at once. */
function doorPolicyFor(door: DoorPolicy, maxWatchers: number): DoorPolicy {
  const burst = Math.max(door.presenterWork.burst, maxWatchers * door.presenterWorkPerSeat);
  return { ...door, presenterWork: { ...door.presenterWork, burst } };
}
