import { describe } from 'vitest';
import type { Carrier } from './carrier.ts';
import { InstanceId } from './instance.ts';
import { LoneCarriers } from './lone-wire.ts';
import { testWire, type Carriers } from './wire-suite.fixture.ts';

async function makeCarriers(): Promise<Carriers> {
  const all = new LoneCarriers();
  const seen: { to: string; bytes: Uint8Array }[] = [];
  const stranger = all.of(InstanceId.parse('s'.repeat(22)));
  return {
    of: async (self): Promise<Carrier> => {
      const carrier = all.of(self);
      return {
        ...carrier,
        publish: (to, bytes) => {
          seen.push({ to, bytes });
          return carrier.publish(to, bytes);
        },
      };
    },
    seen: () => seen,
    publish: async (to, bytes) => void (await stranger.publish(to === 'all' ? to : InstanceId.parse(to), bytes)),
    close: async () => undefined,
  };
}

describe('within one process', () => {
  testWire(makeCarriers);
});
