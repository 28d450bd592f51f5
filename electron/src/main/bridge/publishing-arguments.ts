/** The schemas of the arguments of the publishing calls. */
import * as z from 'zod/mini';
import { PublishAddress, PublishToken, type PublishingCalls } from '@lectern/bridge';

/** An offer of the app has about 3 KB, and its candidates less. */
const MAX_DESCRIPTION_LENGTH = 65_536;

const nothing = z.tuple([]);
const description = z.string().check(z.maxLength(MAX_DESCRIPTION_LENGTH));

export const publishingArguments = {
  storePublishToken: z.tuple([PublishAddress, z.nullable(PublishToken)]),
  hasPublishToken: z.tuple([PublishAddress]),
  openPublication: z.tuple([description]),
  sendPublicationCandidates: z.tuple([description]),
  closePublication: nothing,
} satisfies { [C in keyof PublishingCalls]: z.ZodMiniType<Parameters<PublishingCalls[C]>> };
