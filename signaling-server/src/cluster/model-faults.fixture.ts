/** What can fail in the model of several instances, each for a while. */
import type { ModelInstance } from './model-instance.fixture.ts';
import type { ModelRedis } from './model-redis.fixture.ts';

export interface Fault {
  readonly name: string;
  readonly begin: () => void;
  readonly end: () => void;
  /** It lasts no longer. */
  readonly maxMs: number;
}

interface Failing {
  readonly instance: ModelInstance;
  readonly redis: ModelRedis;
  /** Another process takes the place of the instance. */
  readonly replace: () => void;
  /** Whether Redis has lost everything while it was away. */
  readonly isEmptied: () => boolean;
}

export const faultsOf = ({ instance, redis, replace, isEmptied }: Failing): readonly Fault[] => [
  {
    name: 'an instance dies',
    maxMs: 3_000,
    begin: () => {
      instance.kill();
      redis.disconnect(instance.id);
    },
    end: replace,
  },
  {
    name: 'an instance is cut off',
    maxMs: 9_000,
    begin: () => redis.cutOff(instance.id),
    end: () => redis.reachAgain(instance.id),
  },
  {
    name: 'an instance is stopped for a while',
    maxMs: 9_000,
    begin: () => (instance.isFrozen = true),
    end: () => (instance.isFrozen = false),
  },
  {
    name: 'Redis is away',
    maxMs: 9_000,
    begin: () => redis.goAway(),
    end: () => redis.comeBack(isEmptied()),
  },
  {
    name: 'Redis is emptied',
    maxMs: 100,
    begin: () => redis.goAway(),
    end: () => redis.comeBack(true),
  },
];
