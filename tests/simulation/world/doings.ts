/** What the people of a world do, and what happens to their programs. */
import { someone, type Disturbance } from './disturbance.ts';
import type { Person } from './world.ts';

function openAgain({ watcher, wants }: Person): void {
  if (wants && watcher.page === undefined) watcher.open();
}

export const doings: readonly Disturbance[] = [
  {
    name: 'a watcher comes',
    weight: 3,
    begin: (world) => {
      if (world.people.filter(({ wants }) => wants).length <= world.maxWatchers) world.join();
      return undefined;
    },
  },
  {
    name: 'a watcher leaves',
    weight: 1,
    begin: (world) =>
      someone(world, (person) => {
        person.wants = false;
        person.watcher.leave();
        return undefined;
      }),
  },
  {
    name: 'a page is loaded again',
    weight: 3,
    begin: (world) =>
      someone(world, (person) => {
        person.watcher.leave();
        world.time.after(world.random.between(50, 800), () => openAgain(person));
        return undefined;
      }),
  },
  {
    name: 'a browser is killed',
    weight: 2,
    lastsMs: 20_000,
    begin: (world) =>
      someone(world, (person) => {
        person.watcher.kill();
        return () => openAgain(person);
      }),
  },
  {
    name: 'a tab is hidden',
    weight: 2,
    lastsMs: 30_000,
    begin: (world) =>
      someone(world, ({ watcher }) => {
        watcher.hide(true);
        return () => watcher.hide(false);
      }),
  },
  {
    name: 'the app is killed',
    weight: 3,
    lastsMs: 12_000,
    begin: ({ presenter }) => {
      if (presenter.running === undefined || presenter.machine.isAsleep) return undefined;
      presenter.kill();
      return () => presenter.running ?? presenter.launch();
    },
  },
  {
    name: 'the presenter goes live at another machine',
    weight: 1,
    begin: (world) => {
      world.takeOver();
      return undefined;
    },
  },
  {
    name: 'the presenter changes who may enter',
    weight: 2,
    begin: ({ presenter, entry, random }) => {
      if (presenter.running === undefined || presenter.machine.isAsleep) return undefined;
      entry.change(random);
      presenter.act(({ session }) => void session.entrance.change(entry.rules));
      return undefined;
    },
  },
  {
    name: 'the presenter stops',
    weight: 1,
    lastsMs: 8_000,
    begin: ({ presenter }) => {
      if (presenter.machine.isAsleep) return undefined;
      presenter.act(({ session }) => session.stop());
      return () => presenter.act(({ session }) => session.goLive());
    },
  },
  {
    name: 'the presenter pauses',
    weight: 1,
    lastsMs: 8_000,
    begin: ({ presenter }) => {
      if (presenter.machine.isAsleep) return undefined;
      presenter.act(({ session }) => session.pause());
      return () => presenter.act(({ session }) => session.resume());
    },
  },
  {
    name: 'a picture comes to a stop',
    weight: 2,
    begin: (world) => {
      const links = [...(world.presenter.running?.media.links ?? [])];
      if (links.length > 0) world.random.pick(links).getStuck();
      return undefined;
    },
  },
  {
    name: 'a watcher is removed',
    weight: 1,
    begin: (world) => {
      const watched = world.presenter.running?.broadcast.links.watched.get() ?? [];
      if (watched.length < 2) return undefined;
      const { watcherId } = world.random.pick(watched);
      const person = world.people.find(({ watcher }) => watcher.watcherId === watcherId);
      if (watcherId === null || person === undefined) return undefined;
      person.removedIds.add(watcherId);
      person.keptOutIds.add(watcherId);
      world.presenter.act(({ session }) => void session.removeWatcher(watcherId));
      return undefined;
    },
  },
];
