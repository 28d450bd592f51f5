/** What a watcher's page may send and receive: it bundles nothing else of the protocol's tables. */
import type { ProtocolTable } from './protocol-table.ts';
import { watcherNotices } from './watcher-notices.ts';
import { watcherRequests } from './watcher-requests.ts';

export const watcherTable: ProtocolTable = { notices: watcherNotices, requests: watcherRequests };
