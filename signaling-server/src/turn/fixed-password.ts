/** A TURN service with one user name and password for everybody, as some hosted ones have. */
import type { IceServer } from '@lectern/protocol';
import type { TurnServers } from './turn-servers.ts';

export interface FixedPassword {
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
}

export class FixedPasswordServers implements TurnServers {
  readonly #servers: readonly IceServer[];

  constructor({ urls, username, password }: FixedPassword) {
    this.#servers = [{ urls: [...urls], username, credential: password }];
  }

  forEnd(): IceServer[] {
    return [...this.#servers];
  }

  renewAfterMs(): null {
    return null;
  }

  close(): void {
    // It holds nothing.
  }
}
