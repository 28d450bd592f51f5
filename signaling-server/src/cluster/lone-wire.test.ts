/** The tests of every carrier between instances, run with the one within a process. */
import { describe } from 'vitest';
import { InstanceId } from './instance.ts';
import { LoneCarriers } from './lone-wire.ts';
import { recorded, testWire, type Carriers } from './wire-suite.fixture.ts';

async function makeCarriers(): Promise<Carriers> {
  const all = new LoneCarriers();
  const seen: Parameters<typeof recorded>[1] = [];
  const stranger = all.of(InstanceId.parse('s'.repeat(22)));
  return {
    of: async (self) => recorded(all.of(self), seen),
    seen: () => seen,
    publish: async (to, bytes) => void (await stranger.publish(to === 'all' ? to : InstanceId.parse(to), bytes)),
    close: async () => undefined,
  };
}

describe('within one process', () => {
  testWire(makeCarriers);
});
