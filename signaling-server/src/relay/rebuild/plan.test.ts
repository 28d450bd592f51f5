/** What is sent to the nodes after starts, deaths and changes. */
import { RoomId } from '@lectern/protocol';
import { describe, expect, test } from 'vitest';
import { mountpointId, RelayNames } from '../names.ts';
import type { MediumPorts } from '../janus/streaming.ts';
import { plan } from './plan.ts';
import type { FoundNode, RebuildStep, WantedPublisher, WantedRoom } from './wanted.ts';

const names = new RelayNames(Buffer.from('of this test')).of(RoomId.parse('a'.repeat(20)));
const presenter: WantedPublisher = {
  id: 'presenter',
  audio: '0',
  layers: { v: ['1', '2', '3'], w: ['4', '5', '6'] },
};
const room: WantedRoom = {
  names,
  origin: 'origin',
  audio: { codec: 'opus', payloadType: 111 },
  videos: { v: { codec: 'vp8', payloadType: 96 }, w: { codec: 'av1', payloadType: 45 } },
  publisher: presenter,
  edges: ['edge'],
};
const id = mountpointId(names.room);

const audioAt: MediumPorts = { mid: 'a', port: 100, rtcpPort: null, port2: null, port3: null };
const vp8At: MediumPorts = { mid: 'v', port: 200, rtcpPort: 201, port2: 202, port3: 203 };
const av1At: MediumPorts = { mid: 'w', port: 300, rtcpPort: 301, port2: 302, port3: 303 };
const mountpoint = { viewers: 0, media: [audioAt, vp8At, av1At] };
const ports = [100, 200, 202, 203, 300, 302, 303];

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
  ssrc: 1,
  isSrtp: true,
});
const whole = ports.map((port) => forwardTo(port));
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

  test('each layer goes to its port, and the lowest of each codec brings requests for key frames back', () => {
    const [step, ...others] = planned({ origin: origin(['presenter'], []), edge });
    expect(others).toEqual([]);
    expect(step).toMatchObject({ type: 'forward', node: 'origin', publisher: 'presenter', host: '10.0.0.2' });
    expect(step).toHaveProperty('streams', [
      { mid: '0', port: 100, rtcpPort: null },
      { mid: '1', port: 200, rtcpPort: 201 },
      { mid: '2', port: 202, rtcpPort: null },
      { mid: '3', port: 203, rtcpPort: null },
      { mid: '4', port: 300, rtcpPort: 301 },
      { mid: '5', port: 302, rtcpPort: null },
      { mid: '6', port: 303, rtcpPort: null },
    ]);
  });

  test('a publisher of one layer in one codec, without sound, is forwarded as far as it goes', () => {
    const publisher = { id: 'presenter', audio: null, layers: { v: ['0'], w: [] } };
    const steps = planned({ origin: origin(['presenter'], []), edge }, [{ ...room, publisher }]);
    expect(steps).toMatchObject([{ type: 'forward', streams: [{ mid: '0', port: 200, rtcpPort: 201 }] }]);
  });
});

describe('when all is there', () => {
  test('nothing is sent', () => {
    expect(planned({ origin: origin(), edge })).toEqual([]);
  });

  test('an origin that is an edge as well is no special case', () => {
    const both = node({ rooms: origin().rooms, mountpoints: edge.mountpoints });
    expect(planned({ origin: both }, [{ ...room, edges: ['origin'] }])).toEqual([]);
  });
});

describe('after something has died', () => {
  test('an edge that comes back empty gets its mountpoint, and then its forward in place of the old one', () => {
    expect(kinds(planned({ origin: origin(), edge: node() }))).toEqual([
      'create-mountpoint edge',
      ...whole.map(() => 'stop-forward origin'),
    ]);
    const media = [{ ...audioAt, port: 1_100 }, { ...vp8At, port: 1_200 }, av1At];
    const moved = node({ mountpoints: new Map([[id, { viewers: 0, media }]]) });
    const steps = planned({ origin: origin(), edge: moved });
    expect(kinds(steps)).toEqual(['stop-forward origin', 'stop-forward origin', 'forward origin']);
    expect(steps).toMatchObject([
      { forward: { port: 100 } },
      { forward: { port: 200 } },
      { streams: [{ port: 1_100 }, { port: 1_200 }] },
    ]);
  });

  test('an edge that is away keeps its forwards, and the others get theirs', () => {
    const two = { ...room, edges: ['edge', 'second'] };
    const toEdge = ports.map((port) => forwardTo(port, port, 'presenter', '10.0.0.3'));
    const steps = planned({ origin: origin(['presenter'], toEdge), edge }, [two]);
    expect(kinds(steps)).toEqual(['forward origin']);
  });

  test('an origin that comes back empty gets its room; the mountpoints stay, and so do their watchers', () => {
    expect(kinds(planned({ origin: node(), edge }))).toEqual(['create-room origin']);
  });

  test('a publisher that comes back is forwarded to the same ports', () => {
    expect(kinds(planned({ origin: origin(['presenter'], []), edge }))).toEqual(['forward origin']);
  });

  test('a layer that is missing is forwarded, and the others stay as they are', () => {
    const steps = planned({ origin: origin(['presenter'], whole.slice(0, 3)), edge });
    expect(kinds(steps)).toEqual(['forward origin']);
    expect(steps).toMatchObject([{ streams: [{ mid: '3' }, { mid: '4' }, { mid: '5' }, { mid: '6' }] }]);
  });

  test('a layer is never forwarded to its port twice', () => {
    const steps = planned({ origin: origin(['presenter'], [...whole, forwardTo(202, 9)]), edge });
    expect(steps).toMatchObject([{ type: 'stop-forward', forward: { streamId: 9 } }]);
  });

  test('a link that takes over is forwarded once everything of the one before has stopped', () => {
    const next: WantedRoom = { ...room, publisher: { ...presenter, id: 'next' } };
    const steps = planned({ origin: origin(['presenter', 'next']), edge }, [next]);
    expect(kinds(steps)).toEqual([...whole.map(() => 'stop-forward origin'), 'forward origin']);
    expect(steps.at(-1)).toMatchObject({ publisher: 'next', streams: ports.map((port) => ({ port })) });
  });

  test('beside the link that is forwarded, the one that is about to take over changes nothing', () => {
    expect(planned({ origin: origin(['presenter', 'next']), edge })).toEqual([]);
  });
});

describe('what is not wanted', () => {
  const strange = 'lectern.of-another-room';
  const foreign = node({ rooms: new Map([[strange, null]]), mountpoints: new Map([[`${strange}.media`, null]]) });

  test('stays where it may be of another instance', () => {
    expect(planned({ origin: foreign }, [])).toEqual([]);
  });

  test('goes when it is left over', () => {
    const steps = planned({ origin: foreign }, [], new Set([strange, `${strange}.media`]));
    expect(kinds(steps)).toEqual(['destroy-room origin', 'destroy-mountpoint origin']);
  });

  test('a mountpoint that a room of this instance wants no more goes at once, with its forwards', () => {
    const steps = planned({ origin: origin(), edge }, [{ ...room, edges: [] }]);
    expect(kinds(steps)).toEqual(['destroy-mountpoint edge', ...whole.map(() => 'stop-forward origin')]);
  });

  test('what is wanted is never left over', () => {
    expect(planned({ origin: origin(), edge }, [room], new Set([names.room, id]))).toEqual([]);
  });
});
