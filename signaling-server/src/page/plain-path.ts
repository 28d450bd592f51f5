/**
 * Corrects watch links as people paste them: followed by the rest of a sentence, in capitals, with
 * a query that another program has added, or with invisible characters. RFC 3986, 6.2.2.
 */
import { RoomId } from '@lectern/protocol';

const ID_LENGTH = 20;
/** Formatting characters: zero-width spaces, soft hyphens, marks of writing direction. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu;
const SPACE = /\s/gu;
/** The id ends where no letter or digit follows. `/r/` may be missing or doubled. */
const ROOM = new RegExp(`^/*(?:r/)?[^a-z\\d]*([a-z\\d]{${String(ID_LENGTH)}})(?![\\p{L}\\p{N}])`, 'iu');

/**
 * The plain form, `r/<room id>`, of a path that leads to a room; undefined for every other path,
 * and for the plain form itself.
 */
export function plainRoomPath(path: string): string | undefined {
  const text = decode(path).normalize('NFKC').replaceAll(UNSEEN, '');
  // A program that breaks lines may have put a space into the id.
  const roomId = roomIn(text) ?? roomIn(text.replaceAll(SPACE, ''));
  if (roomId === undefined) return undefined;
  const plain = `r/${roomId}`;
  return path === `/${plain}` ? undefined : plain;
}

function roomIn(text: string): RoomId | undefined {
  // Ids are in lower case and have no capital letters, so capitals lose nothing.
  return RoomId.safeParse(ROOM.exec(text)?.[1]?.toLowerCase()).data;
}

/** Decodes percent-encoded text and leaves invalid escapes unchanged. */
const decode = (path: string): string =>
  path.replaceAll(/(?:%[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });

/**
 * An address relative to `path`. The service may be under a path of its host that it does not know,
 * since a proxy has taken it off.
 */
export const relativeTo = (path: string, target: string): string => '../'.repeat(path.split('/').length - 2) + target;
