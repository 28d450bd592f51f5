/** Publishing the scene to another server as well, by WHIP (RFC 9725). */
import type { IceServer } from '@lectern/protocol';
import * as z from 'zod/mini';
import { isPrivateHost } from './service-address.ts';

export const PUBLISH_ADDRESS_LENGTH = 2048;

/** A bearer token (RFC 6750, section 2.1), which goes into a header. */
export const PublishToken = z.string().check(
  z.maxLength(4096),
  z.refine(
    (text) => /^[A-Za-z0-9\-._~+/]+=*$/.test(text),
    'A token has no spaces and only letters, digits and - . _ ~ + / =',
  ),
);

/**
 * Where a server takes publications. Plain http is accepted in the own network only: the token
 * would be readable on the way.
 */
export const PublishAddress = z
  .string()
  .check(
    z.maxLength(PUBLISH_ADDRESS_LENGTH),
    z.refine(isPublishAddress, 'The server is given as an address such as https://live.example/whip'),
  );

function isPublishAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isPrivateHost(hostname));
}

/** Why a server does not take the scene. */
export type PublicationFailure =
  /** It does not answer, or a proxy says that it does not run. */
  | 'unreachable'
  /** It wants a token, or another one. */
  | 'unauthorized'
  /** Nothing takes publications at this address at present. */
  | 'not-found'
  /** What answers there is something else. */
  | 'not-whip'
  /** Somebody publishes there already. */
  | 'in-use'
  /** It does not take what this app sends. */
  | 'offer-refused'
  /** It has too much to do. */
  | 'busy';

export type PublicationReply =
  | {
      readonly kind: 'answered';
      readonly answer: string;
      /** STUN and TURN servers that the server offers. */
      readonly iceServers: readonly IceServer[];
    }
  | {
      readonly kind: 'failed';
      readonly why: PublicationFailure;
      /** How long the server wants to be left alone; null where it does not say. */
      readonly retryAfterMs: number | null;
    };

/** One publication at a time, to the address in the settings. */
export interface PublishingCalls {
  /** Stores the token for the server of this address; null removes it. The page cannot read it. */
  storePublishToken(address: string, token: string | null): Promise<void>;
  hasPublishToken(address: string): Promise<boolean>;
  /**
   * Sends the offer. A publication from before ends first. Does not reject where the server refuses.
   */
  openPublication(offer: string): Promise<PublicationReply>;
  /** Sends candidates of this end, as a fragment of a description (RFC 8840). */
  sendPublicationCandidates(fragment: string): Promise<void>;
  /** Ends the publication at the server. */
  closePublication(): Promise<void>;
}

export const publishingCalls: Readonly<Record<keyof PublishingCalls, true>> = {
  storePublishToken: true,
  hasPublishToken: true,
  openPublication: true,
  sendPublicationCandidates: true,
  closePublication: true,
};
