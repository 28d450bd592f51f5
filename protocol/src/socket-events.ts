/** Socket.IO's view of the two tables. */
import type { Role } from './handshake.ts';
import type { NoticeName, NoticePayload } from './notices.ts';
import type { Reply } from './reply.ts';
import type { RequestName, RequestParams, RequestResult } from './requests.ts';

/** The path of the WebSocket: separate, so that a reverse proxy can route it. */
export const SOCKET_PATH = '/signaling';

/**
 * The parameter of the WebSocket's address that says who arrives: a service under load decides by
 * it before it reads anything. A new watcher says nothing. What the handshake proves is checked
 * again.
 */
export const ARRIVAL_PARAMETER = 'arrival';

/** Who arrives, in the order in which a service under load refuses them. */
export const arrivals = ['new-watcher', 'new-presenter', 'returning-watcher', 'returning-presenter'] as const;
export type Arrival = (typeof arrivals)[number];

export const arrivalOf = (role: Role, isReturning: boolean): Arrival => `${isReturning ? 'returning' : 'new'}-${role}`;

/**
 * The service closes a connection that sends more in one message: `room:open` may name 4,096 held
 * links of 74 bytes. A description is capped well below.
 */
export const MAX_MESSAGE_BYTES = 327_680;

export type ClientToServiceEvents = {
  [N in RequestName]: (params: RequestParams<N>, reply: (reply: Reply<RequestResult<N>>) => void) => void;
};
export type ServiceToClientEvents = { [N in NoticeName]: (payload: NoticePayload<N>) => void };
