/**
 * Notices travel from the service to a client. Past-tense names; never acknowledged. Unknown fields
 * of a newer service are ignored. A watcher's page bundles only its own.
 */
import type * as z from 'zod/mini';
import type { NoticeTable } from './notice-table.ts';
import { presenterNotices } from './presenter-notices.ts';
import { watcherNotices } from './watcher-notices.ts';

export const notices = { ...presenterNotices, ...watcherNotices } as const satisfies NoticeTable;

export type NoticeName = keyof typeof notices;
export type NoticePayload<N extends NoticeName> = z.infer<(typeof notices)[N]['payload']>;
