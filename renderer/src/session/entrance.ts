/**
 * Who may enter the room: sends the rules to the service, repeats them at every opening, and knows
 * who waits in the lobby.
 */
import {
  SignalingError,
  type EntryRules,
  type NoticePayload,
  type RequestParams,
  type WatcherId,
} from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';

/** The first version of the protocol with passcodes and lobbies. */
const SINCE_VERSION = 3;

export interface Guest {
  readonly watcherId: WatcherId;
  /** In the order in which they came; one who comes back keeps its number. */
  readonly number: number;
}

export interface LobbyView {
  readonly count: number;
  /** The first of them. */
  readonly guests: readonly Guest[];
}

export interface EntranceOptions {
  readonly rules: EntryRules;
  /** One at a time, and opens the room again where one fails. */
  readonly request: <N extends 'entry:change' | 'lobby:admit'>(name: N, params: RequestParams<N>) => Promise<unknown>;
  /** The protocol version agreed on; null while the room is not open. */
  readonly version: () => number | null;
  /** Those who watch have to come in again, and the service cannot say so now. */
  readonly closeLinks: () => void;
}

const empty: LobbyView = { count: 0, guests: [] };

export class Entrance {
  readonly #options: EntranceOptions;
  readonly #lobby = new Store<LobbyView>(empty);
  readonly #isGuessed = new Store(false);
  readonly #numbers = new Map<WatcherId, number>();
  #rules: EntryRules;
  /** What was last sent to the service. */
  #sent: EntryRules | null = null;
  #guessTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EntranceOptions) {
    this.#options = options;
    this.#rules = options.rules;
  }

  get lobby(): ReadableStore<LobbyView> {
    return this.#lobby;
  }

  /** Many wrong passcodes were tried in the last minutes. */
  get isGuessed(): ReadableStore<boolean> {
    return this.#isGuessed;
  }

  readonly notices = {
    'lobby:changed': ({ count, waiting }: NoticePayload<'lobby:changed'>): void => {
      const guests = waiting.map((watcherId) => ({ watcherId, number: this.#numberOf(watcherId) }));
      this.#lobby.set({ count, guests });
    },
    'passcode:guessed': ({ slowedForMs }: NoticePayload<'passcode:guessed'>): void => {
      clearTimeout(this.#guessTimer);
      this.#guessTimer = setTimeout(() => this.#isGuessed.set(false), slowedForMs);
      this.#isGuessed.set(true);
    },
  };

  /**
   * For `room:open`. @throws {SignalingError} `service-too-old`: at a service that knows no
   * passcodes the room would be open to everybody.
   */
  inOpening(version: number | null): { readonly entry?: EntryRules } {
    const { passcode, lobby } = this.#rules;
    if (version !== null && version >= SINCE_VERSION) {
      this.#sent = this.#rules;
      return { entry: this.#rules };
    }
    if (passcode !== null || lobby) throw new SignalingError('service-too-old');
    return {};
  }

  /** The room is open. Changes made meanwhile are sent now. */
  opened(): void {
    if (this.#sent !== null && this.#sent !== this.#rules) void this.#send();
  }

  /** No guest waits on a connection that is gone. */
  disconnected(): void {
    this.#lobby.set(empty);
  }

  /** Takes effect at once, or when the service is reached again. */
  async change(rules: EntryRules): Promise<void> {
    const isNewPasscode = rules.passcode !== null && rules.passcode.generation !== this.#rules.passcode?.generation;
    this.#rules = rules;
    const isSent = await this.#send();
    if (!isSent && isNewPasscode && rules.watchers === 'leave') this.#options.closeLinks();
  }

  /** These, or all who wait. */
  async admit(watcherIds?: readonly WatcherId[]): Promise<void> {
    await this.#options.request('lobby:admit', watcherIds === undefined ? {} : { watcherIds: [...watcherIds] });
  }

  close(): void {
    clearTimeout(this.#guessTimer);
  }

  /** Whether the service has it. Otherwise it is in the next opening. */
  async #send(): Promise<boolean> {
    const version = this.#options.version();
    if (version === null || version < SINCE_VERSION) return false;
    const rules = this.#rules;
    try {
      await this.#options.request('entry:change', { entry: rules });
      this.#sent = rules;
      return true;
    } catch {
      // The client has logged it.
      return false;
    }
  }

  #numberOf(watcherId: WatcherId): number {
    const number = this.#numbers.get(watcherId) ?? this.#numbers.size + 1;
    this.#numbers.set(watcherId, number);
    return number;
  }
}
