/** What watch links begin with, before `/r/<room id>`. */
import type { RoomId } from '@lectern/protocol';
import { urlHost, type OwnAddress } from './find-own-address.ts';
import type { OwnAddressWatch } from './own-address-watch.ts';

export interface WatchLinksOptions {
  readonly config: {
    readonly publicUrl: string | null;
    /** The address that the service listens on. */
    readonly host: string;
  };
  /** The port that the service listens on. */
  readonly port: () => number;
  readonly ownAddress: Pick<OwnAddressWatch, 'current' | 'watch'>;
}

/** How a presenter has reached the service. */
export interface Reached {
  /** The address that the presenter's app has dialed, as far as it is known. */
  readonly serviceUrl: string;
  /** Whether the connection comes from this machine itself. */
  readonly isLocal: boolean;
}

const isLoopback = (host: string): boolean => /^(localhost|.+\.localhost|127\.[\d.]+|\[?::1\]?)$/.test(host);

export class WatchLinks {
  readonly #options: WatchLinksOptions;

  constructor(options: WatchLinksOptions) {
    this.#options = options;
  }

  /** The public URL, or the best guess at an address that watchers can reach. */
  async linkTo(roomId: RoomId, reached: Reached): Promise<string> {
    const { config, ownAddress } = this.#options;
    const own = this.#isByOwnAddress(reached) ? await ownAddress.current() : undefined;
    const base = own === undefined ? (config.publicUrl ?? reached.serviceUrl) : this.#at(own);
    return `${base}/r/${roomId}`;
  }

  /**
   * Calls `listener` with the new link when this machine's address has changed, until the result is
   * called.
   */
  subscribe(roomId: RoomId, reached: Reached, listener: (watchUrl: string) => void): () => void {
    if (!this.#isByOwnAddress(reached)) return () => undefined;
    return this.#options.ownAddress.watch((own) => listener(`${this.#at(own)}/r/${roomId}`));
  }

  /**
   * Other machines cannot use the loopback address that this presenter has dialed. A connection to
   * it that comes from elsewhere has passed a port mapping, as into a container, whose own address
   * others cannot use either.
   */
  #isByOwnAddress({ serviceUrl, isLocal }: Reached): boolean {
    const { publicUrl, host } = this.#options.config;
    return publicUrl === null && isLocal && isLoopback(new URL(serviceUrl).hostname) && !isLoopback(host);
  }

  #at(own: OwnAddress): string {
    return `http://${urlHost(own)}:${String(this.#options.port())}`;
  }
}
