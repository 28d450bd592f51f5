/** Socket.IO's view of the two tables. */
import type { NoticeName, NoticePayload } from './notices.ts';
import type { Reply, RequestName, RequestParams, RequestResult } from './requests.ts';

/** Where both ends meet: own path, so that a reverse proxy can route it without guessing. */
export const SOCKET_PATH = '/signaling';

/** The service refuses a larger message; a description is capped well below. */
export const MAX_MESSAGE_BYTES = 262_144;

export type ClientToServiceEvents = {
  [N in RequestName]: (params: RequestParams<N>, reply: (reply: Reply<RequestResult<N>>) => void) => void;
};
export type ServiceToClientEvents = { [N in NoticeName]: (payload: NoticePayload<N>) => void };
