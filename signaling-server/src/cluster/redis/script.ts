/** A Lua script that Redis runs as one step, between any other commands. */
import { createHash } from 'node:crypto';
import type { RedisConnection } from './redis-connection.ts';

export class Script {
  readonly #text: string;
  readonly #digest: string;

  constructor(text: string) {
    this.#text = text;
    this.#digest = createHash('sha1').update(text).digest('hex');
  }

  /** Rejects as `RedisConnection.command` does. Redis has the text after its first run. */
  async run(redis: RedisConnection, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await redis.command(['EVALSHA', this.#digest, ...rest]);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.command(['EVAL', this.#text, ...rest]);
    }
  }
}
