import { RoomId } from '@lectern/protocol';
import { describe, expect, test } from 'vitest';
import { mountpointId, RelayNames } from '../names.ts';
import type { MediumPorts } from '../janus/video-room.ts';
import { plan } from './plan.ts';
import type { FoundNode, RebuildStep, WantedFeed, WantedRoom } from './wanted.ts';

const names = new RelayNames(Buffer.from('of this test')).of(RoomId.parse('a'.repeat(20)));
const feed: WantedFeed = {
  name: 'vp8',
  audio: { mid: '0', codec: 'opus', payloadType: 111 },
  video: { codec: 'vp8', payloadType: 96, layers: ['1', '2', '3'] },
  edges: ['edge'],
};
const room: WantedRoom = {
  names,
  origin: 'origin',
  videoCodecs: ['vp8'],
  bitrate: 4_000_000,
  publisher: 'presenter',
  feeds: [feed],
};
const id = mountpointId(names.room, 'vp8');

const noMore = { rtcpPort: null, port2: null, port3: null };
const audioAt: MediumPorts = { mid: 'a', port: 100, ...noMore };
const videoAt: MediumPorts = { mid: 'v', port: 200, rtcpPort: 201, port2: 202, port3: 203 };
const mountpoint = { viewers: 0, media: [audioAt, videoAt] };

const node = (changes: Partial<FoundNode> = {}): FoundNode => ({
  mediaAddress: '10.0.0.2',
  rooms: new Map(),
  mountpoints: new Map(),
  ...changes,
});
const forwardTo = (port: number, streamId = port, publisher = 'presenter', host = '10.0.0.2') => ({
  publisher,
  streamId,
  host,
  port,
});
const whole = [100, 200, 202, 203].map((port) => forwardTo(port));
const origin = (publishers = ['presenter'], forwards = whole): FoundNode =>
  node({ rooms: new Map([[names.room, { publishers, forwards }]]) });
const edge = node({ mountpoints: new Map([[id, mountpoint]]) });

const none: ReadonlySet<string> = new Set();
const planned = (
  found: Readonly<Record<string, FoundNode>>,
  wanted: readonly WantedRoom[] = [room],
  leftovers = none,
): readonly RebuildStep[] => plan(wanted, new Map(Object.entries(found)), leftovers);
const kinds = (steps: readonly RebuildStep[]) => steps.map(({ type, node: at }) => `${type} ${at}`);

describe('from nothing', () => {
  test('room and mountpoint come first; what depends on their outcome with the next look', () => {
    const steps = planned({ origin: node(), edge: node() });
    expect(kinds(steps)).toEqual(['create-room origin', 'create-mountpoint edge']);
  });

  test('without a publisher nothing is forwarded', () => {
    expect(planned({ origin: origin([], []), edge })).toEqual([]);
    expect(planned({ origin: origin(['presenter'], []), edge }, [{ ...room, publisher: null }])).toEqual([]);
  });

  test('a medium for each layer goes to the port of that layer', () => {
    const [step] = planned({ origin: origin(['presenter'], []), edge });
    expect(step).toMatchObject({
      type: 'forward',
      node: 'origin',
      publisher: 'presenter',
      host: '10.0.0.2',
      streams: [
        { mid: '0', port: 100, ...noMore },
        { mid: '1', port: 200, rtcpPort: 201, port2: null, port3: null },
        { mid: '2', port: 202, ...noMore },
        { mid: '3', port: 203, ...noMore },
      ],
    });
  });

  test('the layers of one simulcast medium go there together', () => {
    const video = { codec: 'vp8', payloadType: 96, layers: ['1', '1', '1'] };
    const steps = planned({ origin: origin(['presenter'], []), edge }, [{ ...room, feeds: [{ ...feed, video }] }]);
    expect(steps).toMatchObject([{ streams: [{ mid: '0' }, { ...videoAt, mid: '1' }] }]);
  });
});

describe('when all is there', () => {
  test('nothing is sent', () => {
    expect(planned({ origin: origin(), edge })).toEqual([]);
  });

  test('an origin that is an edge as well is no special case', () => {
    const both = node({ rooms: origin().rooms, mountpoints: edge.mountpoints });
    expect(planned({ origin: both }, [{ ...room, feeds: [{ ...feed, edges: ['origin'] }] }])).toEqual([]);
  });
});

describe('after something has died', () => {
  test('an edge that comes back empty gets its mountpoint, and then its forward in place of the old one', () => {
    expect(kinds(planned({ origin: origin(), edge: node() }))).toEqual([
      'create-mountpoint edge',
      ...whole.map(() => 'stop-forward origin'),
    ]);
    const media = [
      { ...audioAt, port: 1_100 },
      { ...videoAt, port: 1_200 },
    ];
    const moved = node({ mountpoints: new Map([[id, { viewers: 0, media }]]) });
    expect(kinds(planned({ origin: origin(), edge: moved }))).toEqual([
      'stop-forward origin',
      'stop-forward origin',
      'forward origin',
      'stop-forward origin',
      'stop-forward origin',
    ]);
  });

  test('an edge that is away keeps its forwards, and the others get theirs', () => {
    const two = { ...room, feeds: [{ ...feed, edges: ['edge', 'second'] }] };
    const toEdge = [100, 200, 202, 203].map((port) => forwardTo(port, port, 'presenter', '10.0.0.3'));
    const steps = planned({ origin: origin(['presenter'], toEdge), edge }, [two]);
    expect(kinds(steps)).toEqual(['forward origin']);
  });

  test('an origin that comes back empty gets its room; the mountpoints stay, and so do their watchers', () => {
    expect(kinds(planned({ origin: node(), edge }))).toEqual(['create-room origin']);
  });

  test('a publisher that comes back is forwarded to the same ports', () => {
    expect(kinds(planned({ origin: origin(['presenter'], []), edge }))).toEqual(['forward origin']);
  });

  test('a forward with a layer missing is made once more', () => {
    expect(kinds(planned({ origin: origin(['presenter'], whole.slice(0, 3)), edge }))).toEqual([
      'stop-forward origin',
      'stop-forward origin',
      'stop-forward origin',
      'forward origin',
    ]);
  });

  test('what another publisher sends to the same ports ends', () => {
    const old = whole.map(({ port }) => forwardTo(port, port, 'before'));
    expect(kinds(planned({ origin: origin(['presenter'], old), edge }))).toEqual([
      ...old.map(() => 'stop-forward origin'),
      'forward origin',
    ]);
  });
});

describe('what is not wanted', () => {
  const strange = 'lectern.of-another-room';
  const foreign = node({ rooms: new Map([[strange, null]]), mountpoints: new Map([[`${strange}.vp8`, null]]) });

  test('stays where it may be of another instance', () => {
    expect(planned({ origin: foreign }, [])).toEqual([]);
  });

  test('goes when it is left over', () => {
    const steps = planned({ origin: foreign }, [], new Set([strange, `${strange}.vp8`]));
    expect(kinds(steps)).toEqual(['destroy-room origin', 'destroy-mountpoint origin']);
  });

  test('a feed or an edge that a room of this instance wants no more goes at once, with its forward', () => {
    const steps = planned({ origin: origin(), edge }, [{ ...room, feeds: [] }]);
    expect(kinds(steps)).toEqual(['destroy-mountpoint edge', ...whole.map(() => 'stop-forward origin')]);
  });

  test('what is wanted is never left over', () => {
    expect(planned({ origin: origin(), edge }, [room], new Set([names.room, id]))).toEqual([]);
  });
});
