/** How a service names itself in the answer to `GET /version`, apart from all else that it says there. */
import * as z from 'zod/mini';

export const SERVICE_NAME = 'lectern';

/** Enough to tell a service from what answers in its place. */
export const NamedService = z.object({ service: z.literal(SERVICE_NAME) });
