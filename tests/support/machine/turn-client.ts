/**
 * The doctor's TURN client, with each outcome as a number, so that tests see what a TURN server
 * permits.
 */
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  openStunLine,
  type StunLine,
  type Transport,
} from '../../../signaling-server/src/admin/doctor/stun/stun-line.ts';
import type { AddressFamily } from '../../../signaling-server/src/admin/doctor/stun/transport-address.ts';
import * as doctor from '../../../signaling-server/src/admin/doctor/stun/turn-client.ts';

export interface TurnServerAddress {
  readonly transport: Transport;
  readonly address: string;
  /** The name on its certificate, if that is not the address. */
  readonly host?: string;
  readonly port: number;
}

/** 0 is success; otherwise an error code of RFC 8656, such as 403. */
type Outcome = number;

export class TurnClient {
  readonly #line: StunLine;
  readonly #client: doctor.TurnClient;

  private constructor(line: StunLine, credential: doctor.TurnCredential) {
    this.#line = line;
    this.#client = new doctor.TurnClient(line, credential);
  }

  static async connect(server: TurnServerAddress, credential: doctor.TurnCredential): Promise<TurnClient> {
    return new TurnClient(await openStunLine({ host: server.address, ...server }), credential);
  }

  /** Asks for a relay address. */
  async allocate(family: AddressFamily = 'ipv4'): Promise<Outcome> {
    return outcomeOf(await this.#client.allocate(family));
  }

  /** Keeps the allocation for another ten minutes; with 0 seconds, gives it back. */
  async refresh(lifetimeS = 600): Promise<Outcome> {
    return outcomeOf(await this.#client.refresh(lifetimeS));
  }

  /** Asks for permission to exchange packets with this address. */
  async permit(address: string): Promise<Outcome> {
    return outcomeOf(await this.#client.createPermission(address));
  }

  close(): void {
    this.#line.close();
  }
}

function outcomeOf(result: doctor.TurnResult): Outcome {
  if (result.type === 'success') return 0;
  if (result.type === 'refused') return result.error.code;
  throw new Error(`the TURN server’s answer is ${result.type}`);
}

/** This process trusts the authority in the file from now on, for TLS. */
export function trustAuthority(file: string): void {
  setDefaultCACertificates([...getCACertificates(), readFileSync(file, 'utf8')]);
}
