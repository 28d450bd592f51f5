/**
 * Requests travel from a client to the service. Imperative names; each is acknowledged with a
 * `Reply`. A watcher's page bundles only its own.
 */
import type * as z from 'zod/mini';
import { presenterRequests } from './presenter-requests.ts';
import type { RequestTable } from './request-table.ts';
import { watcherRequests } from './watcher-requests.ts';

export const requests = { ...presenterRequests, ...watcherRequests } as const satisfies RequestTable;

export type RequestName = keyof typeof requests;
export type RequestParams<N extends RequestName> = z.infer<(typeof requests)[N]['params']>;
export type RequestResult<N extends RequestName> = z.infer<(typeof requests)[N]['result']>;
