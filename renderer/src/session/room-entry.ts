/**
 * Who may watch, as the presenter sets it: stored by the desktop, and made into the room's rules.
 */
import {
  normalizePasscode,
  PASSCODE_ITERATIONS,
  PASSCODE_PROOF_BYTES,
  PasscodeGeneration,
  PasscodeProof,
  passcodeSalt,
  PasscodeVerifier,
  verifierText,
  type EntryRules,
  type RoomId,
} from '@lectern/protocol';
import { slowHash } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import { openEntry, type DesktopApi, type RoomEntry } from '@lectern/bridge';
import type { Entrance } from './entrance.ts';

/** Without letters that look or sound alike; 40 random bits. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const SUGGESTED_LENGTH = 8;

/** In two halves, for reading out. */
export function suggestPasscode(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(SUGGESTED_LENGTH))].map((byte) => LETTERS[byte & 31]);
  const half = SUGGESTED_LENGTH / 2;
  return `${letters.slice(0, half).join('')} ${letters.slice(half).join('')}`;
}

/** What stands for an entry that could not be opened: the presenter lets each newcomer in. */
const lockedRules: EntryRules = { passcode: null, lobby: true, watchers: 'stay' };

export async function rulesOf(roomId: RoomId, entry: RoomEntry | null): Promise<EntryRules> {
  if (entry === null) return lockedRules;
  const { passcode, lobby, watchers } = entry;
  if (passcode === null) return { passcode, lobby, watchers };
  const cost = { iterations: PASSCODE_ITERATIONS, bytes: PASSCODE_PROOF_BYTES };
  const proof = PasscodeProof.parse(await slowHash(normalizePasscode(passcode.text), passcodeSalt(roomId), cost));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifierText(proof)));
  const verifier = PasscodeVerifier.parse(toBase64url(new Uint8Array(digest)));
  return { passcode: { verifier, generation: passcode.generation }, lobby, watchers };
}

type Desktop = Pick<DesktopApi, 'readEntry' | 'storeEntry'>;

export class RoomEntrySettings {
  readonly #desktop: Desktop;
  readonly #roomId: RoomId;
  readonly #entry: Store<RoomEntry | null>;
  #rules: EntryRules;
  #entrance: Pick<Entrance, 'change'> | undefined;

  private constructor(desktop: Desktop, roomId: RoomId, entry: RoomEntry | null, rules: EntryRules) {
    this.#desktop = desktop;
    this.#roomId = roomId;
    this.#entry = new Store(entry);
    this.#rules = rules;
  }

  static async open(desktop: Desktop, roomId: RoomId): Promise<RoomEntrySettings> {
    const entry = await desktop.readEntry();
    return new RoomEntrySettings(desktop, roomId, entry, await rulesOf(roomId, entry));
  }

  /** Null where what is stored cannot be opened. */
  get entry(): ReadableStore<RoomEntry | null> {
    return this.#entry;
  }

  get rules(): EntryRules {
    return this.#rules;
  }

  /** Gets every change. */
  connect(entrance: Pick<Entrance, 'change'>): void {
    this.#entrance = entrance;
  }

  /** Ends the tokens of an earlier passcode. `watchers`: those who watch now. Null: no passcode. */
  async setPasscode(text: string | null, watchers: RoomEntry['watchers']): Promise<void> {
    const passcode = text === null ? null : { text, generation: newGeneration() };
    await this.#store({ ...this.#current, passcode, watchers });
  }

  async setLobby(lobby: boolean): Promise<void> {
    await this.#store({ ...this.#current, lobby });
  }

  get #current(): RoomEntry {
    return this.#entry.get() ?? { ...openEntry, lobby: lockedRules.lobby };
  }

  async #store(entry: RoomEntry): Promise<void> {
    this.#rules = await rulesOf(this.#roomId, entry);
    await this.#desktop.storeEntry(entry);
    this.#entry.set(entry);
    await this.#entrance?.change(this.#rules);
  }
}

const newGeneration = (): PasscodeGeneration =>
  PasscodeGeneration.parse(toBase64url(crypto.getRandomValues(new Uint8Array(16))));

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
