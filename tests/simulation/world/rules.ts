/** What must hold in a world: always, once it has been healed, and when everybody has gone. */
import { viewOf } from '../../../watcher-web/src/session/watcher-view.ts';
import type { Page } from '../ends/watcher.ts';
import { PeerConnection } from '../media/peer-connection.ts';
import { ConnectionEnd } from '../network/connection.ts';
import type { Person, World } from './world.ts';

/** What the page has in each second; more is a leak or a loop. */
const MOST = {
  /** The link on screen, its successor, one that was made in advance, and a check of UDP. */
  pageConnections: 5,
  /** At most two attempts at once, beside a connection that is in doubt. */
  pageSockets: 4,
  pageTimers: 60,
  /** In a room in which nothing happens. A page renews its token and says nothing else. */
  watcherRequestsPerMinute: 4,
  /** Its reports, and a sign of life that it asks for where nothing else arrives. */
  presenterRequestsPerMinute: 45,
  /** Where there is no seat. */
  attemptsPerMinute: 10,
  /** An answer that takes half a second has another connection made. */
  slowAnswersPerMinute: 2,
};

const peerConnectionsOf = ({ program }: Page): number =>
  [...program.owned].filter((one) => one instanceof PeerConnection).length;
const socketsOf = ({ program }: Page): number =>
  [...program.owned].filter((one) => one instanceof ConnectionEnd).length;

/** At any time, no matter what has happened. */
export function checkAlways(world: World): void {
  for (const { watcher, removedIds } of world.people) {
    const { page } = watcher;
    if (page === undefined) continue;
    const [connections, sockets] = [peerConnectionsOf(page), socketsOf(page)];
    world.expect(
      connections <= MOST.pageConnections,
      `${page.program.name} has ${String(connections)} peer connections`,
    );
    world.expect(sockets <= MOST.pageSockets, `${page.program.name} has ${String(sockets)} sockets`);
    const timers = world.time.countOf(page.program);
    world.expect(timers <= MOST.pageTimers, `${page.program.name} has ${String(timers)} timers`);
    const { signaling } = page.session.state.get();
    world.expect(
      signaling.name !== 'removed' || removedIds.size > 0,
      `${page.program.name} was not removed, and says so`,
    );
  }
}

interface Watching {
  readonly person: Person;
  readonly page: Page;
  readonly frames: number;
}

/** Everything works again, and has for a while: who is to watch does, or the page says why not. */
export async function checkWhole(world: World): Promise<void> {
  const { presenter, service } = world;
  const { running } = presenter;
  const signaling = running?.session.state.get().signaling;
  world.expect(
    running !== undefined && signaling?.name === 'open',
    `the presenter’s room is open (${String(signaling?.name)})`,
  );
  for (const { running: earlier } of world.earlierPresenters) {
    const name = earlier?.session.state.get().signaling.name;
    world.expect(
      name !== 'open' && (earlier?.media.links.size ?? 0) === 0,
      'only one machine has the room and its links',
    );
  }
  const before = world.people.map((person) => person.watcher.page?.player.frames ?? 0);
  await world.time.pass(3_000);
  const watching: Watching[] = [];
  let removed = 0;
  for (const [index, person] of world.people.entries()) {
    const { page } = person.watcher;
    const { name } = person.watcher.machine;
    world.expect((page !== undefined) === person.wants, `${name} has the page open`);
    if (page === undefined) continue;
    const view = viewOf(page.session.state.get());
    const frames = (page.player.frames ?? 0) - (before[index] ?? 0);
    // A page that is loaded again before it has learned that is another watcher.
    if (person.keptOutIds.has(person.watcher.watcherId ?? ''))
      world.expect(false, `${name} was removed, and knows it (${view})`);
    else if (view === 'live' || (view === 'paused' && world.messages.counts.dropped > 0))
      watching.push({ person, page, frames });
    else if (view === 'removed') removed += 1;
    else world.expect(view === 'room-full', `${name} watches, or the page says why not (${view})`);
  }
  for (const { page, frames } of watching) world.expect(frames > 0, `${page.program.name} has moving frames`);
  const wanting = world.people.filter(({ wants }) => wants).length - removed;
  const seats = Math.min(world.maxWatchers, wanting);
  world.expect(watching.length === seats, `${String(seats)} watch, not ${String(watching.length)}`);
  checkLinks(world, watching);
  const [room] = service.rooms?.all() ?? [];
  world.expect(room?.watchers === seats, `the room has ${String(seats)} seats taken, not ${String(room?.watchers)}`);
}

/** Each watcher has one link, and all three know it. */
function checkLinks(world: World, watching: readonly Watching[]): void {
  const { presenter, service } = world;
  const { broadcast, media } = presenter.running ?? {};
  const links = broadcast?.links.watched.get() ?? [];
  world.expect(
    links.length === watching.length,
    `the presenter has a link for each watcher, and no other (${String(links.length)})`,
  );
  const [room] = service.rooms?.all() ?? [];
  const seats = new Map([...(room?.seats ?? [])].map((seat) => [seat.watcherId, seat]));
  for (const { person, page } of watching) {
    const { link, next } = page.session.state.get();
    const { name } = page.program;
    const own = links.filter(({ linkId }) => linkId === link?.linkId);
    world.expect(next === null && own.length === 1, `${name} has one link, which the presenter has as well`);
    world.expect(
      own[0]?.state === 'connected',
      `the presenter’s link of ${name} is connected (${String(own[0]?.state)})`,
    );
    const { watcherId } = person.watcher;
    const seat = watcherId === undefined ? undefined : seats.get(watcherId);
    world.expect(seat?.link?.id === link?.linkId, `the room has the link of ${name}`);
    world.expect(peerConnectionsOf(page) === 1, `${name} has one peer connection`);
    world.expect(socketsOf(page) === 1, `${name} has one socket`);
  }
  const wanted = links.length + (broadcast?.links.preparedCount ?? 0);
  world.expect(
    media?.links.size === wanted,
    `no link’s media is left over (${String(media?.links.size)} of ${String(wanted)})`,
  );
}

/** Nothing is done where there is nothing to do. */
export async function checkCalm(world: World): Promise<void> {
  const { presenter } = world;
  const programs = [presenter.running?.program, ...world.people.map(({ watcher }) => watcher.page?.program)];
  const clients = programs.flatMap((program) => program ?? []);
  const before = clients.map(({ requests, connections }) => ({ requests, connections }));
  const timers = clients.map((program) => world.time.countOf(program));
  await world.time.pass(60_000);
  for (const [index, program] of clients.entries()) {
    const requests = program.requests - (before[index]?.requests ?? 0);
    const isPresenter = program === presenter.running?.program;
    const most = isPresenter ? MOST.presenterRequestsPerMinute : MOST.watcherRequestsPerMinute;
    world.expect(requests <= most, `${program.name} sends ${String(requests)} requests in a calm minute`);
    const isTurnedAway = world.people.some(
      ({ watcher }) => watcher.page?.program === program && viewOf(watcher.page.session.state.get()) !== 'live',
    );
    const connections = program.connections - (before[index]?.connections ?? 0);
    world.expect(
      connections <= (isTurnedAway ? MOST.attemptsPerMinute : MOST.slowAnswersPerMinute),
      `${program.name} stays connected in a calm minute`,
    );
    const more = world.time.countOf(program) - (timers[index] ?? 0);
    world.expect(more <= 8, `${program.name} has ${String(more)} more timers after a calm minute`);
  }
}

/** After the broadcast, pages say so; after everybody has left, the service has nothing. */
export async function checkEnd(world: World): Promise<void> {
  const { presenter, service, people } = world;
  const isTurnedAway = ({ watcher: { page } }: Person): boolean =>
    page !== undefined && viewOf(page.session.state.get()) === 'room-full';
  const turnedAway = new Set(people.filter(isTurnedAway));
  presenter.act(({ session }) => session.stop());
  await world.time.pass(5_000);
  for (const person of people) {
    const { page } = person.watcher;
    if (page === undefined) continue;
    const view = viewOf(page.session.state.get());
    // Who has not been in the room may be asked how to get in.
    const mayShow = turnedAway.has(person)
      ? ['room-full', 'passcode', 'lobby', 'ended']
      : ['ended', 'room-full', 'removed'];
    world.expect(mayShow.includes(view), `${page.program.name} shows that it has ended (${view})`);
    // A page that still hopes for a seat has one ready.
    world.expect(peerConnectionsOf(page) === 0 || turnedAway.has(person), `${page.program.name} has closed its link`);
  }
  world.expect(presenter.running?.media.links.size === 0, 'the presenter has closed its links');
  for (const { watcher } of people) watcher.leave();
  const presenters = [presenter, ...world.earlierPresenters];
  for (const one of presenters) {
    one.act(({ session, broadcast }) => {
      session.close();
      broadcast.close();
    });
  }
  await world.time.pass(5_000);
  for (const { running, machine } of presenters) {
    const left = running === undefined ? 0 : world.time.countOf(running.program);
    world.expect(left === 0, `${machine.name} has ${String(left)} timers after its end`);
    world.expect((running?.program.owned.size ?? 0) === 0, `${machine.name} has no socket or connection after its end`);
  }
  await world.time.pass(4_000_000);
  world.expect(service.rooms?.size === 0, 'the service has forgotten the room');
}
