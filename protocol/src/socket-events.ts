/** Socket.IO's view of the two tables. */
import type { NoticeName, NoticePayload } from './notices.ts';
import type { Reply, RequestName, RequestParams, RequestResult } from './requests.ts';

/** The path of the WebSocket: separate, so that a reverse proxy can route it. */
export const SOCKET_PATH = '/signaling';

/**
 * The service closes a connection that sends more in one message: `room:open` may name 4,096 held
 * links of 74 bytes. A description is capped well below.
 */
export const MAX_MESSAGE_BYTES = 327_680;

export type ClientToServiceEvents = {
  [N in RequestName]: (params: RequestParams<N>, reply: (reply: Reply<RequestResult<N>>) => void) => void;
};
export type ServiceToClientEvents = { [N in NoticeName]: (payload: NoticePayload<N>) => void };
