/** What must hold for the rooms of the model of several instances. */
import type { ModelInstance } from './model-instance.fixture.ts';
import type { ModelRoom } from './model-room.fixture.ts';

/** Everything works again: everybody is where they belong, and has media. */
export function checkWhole(
  { id, presenter, watchers, media }: ModelRoom,
  instances: readonly ModelInstance[],
  expect: (holds: boolean, what: string) => void,
): void {
  const owners = instances.filter(({ rooms }) => rooms.find(id) !== undefined);
  expect(owners.length === 1, `a room has one owner, not ${String(owners.length)}`);
  const [owner] = owners;
  expect([...(owner?.directory.owned() ?? [])].includes(id), 'the directory knows it');
  expect(presenter.isIn, `the presenter is in (${String(presenter.refusal)})`);
  const seats = new Map([...(owner?.rooms.find(id)?.seats ?? [])].map((seat) => [seat.watcherId, seat]));
  for (const { watcherId, isIn, isRemoved, link, refusal } of watchers) {
    if (presenter.removed.has(watcherId) && !presenter.keptOut.has(watcherId)) continue;
    const isWanted = !presenter.removed.has(watcherId);
    expect(isWanted || (!isIn && isRemoved), 'a removed watcher stays out, and knows it');
    if (!isWanted) continue;
    expect(!isRemoved, 'only removed watchers think that they are');
    expect(isIn || refusal === 'room-full', `a watcher is in, or knows why not (${String(refusal)})`);
    if (!isIn) continue;
    const seat = seats.get(watcherId);
    expect(seat?.place.kind === 'here', 'who is in has a seat');
    expect(seat?.link?.id === link && link !== null, 'room and watcher have the same link');
    const hasBoth = link !== null && media.links.has(link) && presenter.links.has(link);
    expect(hasBoth, 'which has media');
  }
}

/** At any time. */
export function checkRemoved(rooms: readonly ModelRoom[], expect: (holds: boolean, what: string) => void): void {
  for (const { id, presenter, opened } of rooms) {
    // An instance that is stopped may still have the room as it was.
    const current = opened?.at.rooms.find(id);
    if (current?.hasPresenter !== true || !presenter.isIn) continue;
    for (const { watcherId } of current.seats) {
      expect(!presenter.keptOut.has(watcherId), 'a removed watcher has no seat');
    }
  }
}
