/** The messages that one client knows, by their names. */
import type { NoticeTable } from './notice-table.ts';
import type { RequestTable } from './request-table.ts';

export interface ProtocolTable {
  readonly notices: NoticeTable;
  readonly requests: RequestTable;
}
