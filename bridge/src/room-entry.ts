/** Who may watch in a room, as its presenter has chosen. Stored like the room's key. */
import { PASSCODE_MAX_LENGTH, PasscodeGeneration } from '@lectern/protocol';
import * as z from 'zod/mini';

/** As it was typed, with spaces: the presenter reads it out. Four bytes for one letter are the most. */
const passcodeText = z.string().check(z.minLength(1), z.maxLength(2 * PASSCODE_MAX_LENGTH));

export const RoomEntry = z.strictObject({
  /** Null: everybody with the link. */
  passcode: z.nullable(z.strictObject({ text: passcodeText, generation: PasscodeGeneration })),
  /** Newcomers wait until the presenter lets them in. */
  lobby: z.boolean(),
  /** Those who came in before the passcode was set or changed: they stay, or have to enter it too. */
  watchers: z.enum(['stay', 'leave']),
});
export type RoomEntry = z.infer<typeof RoomEntry>;

export const openEntry: RoomEntry = { passcode: null, lobby: false, watchers: 'stay' };
