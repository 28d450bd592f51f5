/** The names by which a list tells its rooms apart. Pure. */
import type { KnownRoom } from '@lectern/bridge';

const ID_LETTERS = 5;

/**
 * A room is shown by its title, and with the beginning of its id where other rooms of the list have
 * the same title. `unnamed` is the name of a room without a title.
 */
export function roomNames(rooms: readonly KnownRoom[], unnamed: (id: string) => string): (room: KnownRoom) => string {
  return ({ roomId, title }) => {
    const id = roomId.slice(0, ID_LETTERS);
    if (title === '') return unnamed(id);
    const hasTwin = rooms.some((other) => other.title === title && other.roomId !== roomId);
    return hasTwin ? `${title} (${id}…)` : title;
  };
}
