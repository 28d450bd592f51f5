/** Who may watch in a room, as its presenter has chosen. Stored like the room's key. */
import { PASSCODE_MAX_LENGTH, PasscodeGeneration } from '@lectern/protocol';
import * as z from 'zod/mini';

/**
 * As typed, with its spaces, since the presenter reads it out. A character takes at most four
 * bytes.
 */
const passcodeText = z.string().check(z.minLength(1), z.maxLength(2 * PASSCODE_MAX_LENGTH));

export const RoomEntry = z.strictObject({
  /** Null: everybody with the link. */
  passcode: z.nullable(z.strictObject({ text: passcodeText, generation: PasscodeGeneration })),
  /** Newcomers wait until the presenter lets them in. */
  lobby: z.boolean(),
  /**
   * Whether watchers who came in before the passcode was set or changed stay, or must enter it too.
   */
  watchers: z.enum(['stay', 'leave']),
});
export type RoomEntry = z.infer<typeof RoomEntry>;

export const openEntry: RoomEntry = { passcode: null, lobby: false, watchers: 'stay' };
