/**
 * A small world around the rooms of a service: presenters on two machines, watchers, sockets that
 * are lost, a service that restarts and a wall clock that is set. It takes steps at random and
 * checks after each what must always hold.
 */
import { RoomId, SignalingError, type Epoch, type HeldLink, type LinkId } from '@lectern/protocol';
import type { Applicant } from '../room/entrance.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { newLinkId, newWatcherId } from '../room/ids.ts';
import { asking, newProof } from '../room/passcode.fixture.ts';
import type { Room } from '../room/room.ts';
import { ModelOutlet, newModelRoom, type Machine, type ModelRoom, type Watcher } from './model-clients.fixture.ts';
import { RandomRun } from './random-run.fixture.ts';
import { Rooms } from './rooms.ts';
import { roomOptions } from '../room/room-options.fixture.ts';

const HOUR_MS = 3_600_000;
const MAX_WATCHERS = 5;
const about = { title: '', presenter: '' };
const addresses = ['192.0.2.1', '192.0.2.2'];

export class World extends RandomRun {
  readonly #clock = new FakeClock();
  readonly #limits = {
    maxRooms: 10,
    maxAwaiting: 10,
    watchersPerIdentity: 1_000,
    perAddress: 10,
    perIdentity: 10,
    tokenTtlMs: 600_000,
  };
  readonly #rooms: ModelRoom[];
  #service: Rooms;

  constructor(seed: number) {
    super(seed);
    this.#service = this.#start();
    this.#rooms = ['a', 'b', 'c'].map((letter) => newModelRoom(RoomId.parse(letter.repeat(20))));
  }

  /** One random step. Throws when something that must hold does not. */
  step(): void {
    const room = this.pick(this.#rooms);
    const roll = this.random();
    if (roll < 0.2) this.#join(room);
    else if (roll < 0.3) this.#loseWatcher(room);
    else if (roll < 0.42) this.#open(room, this.pick(room.machines));
    else if (roll < 0.47) this.#losePresenter(this.pick(room.machines), room);
    else if (roll < 0.75) this.#requestOfPresenter(room);
    else if (roll < 0.895) this.#requestOfWatcher(room);
    else if (roll < 0.9) this.#endRun(room);
    else if (roll < 0.996) this.#clock.advance(this.pick([0, 1, 500, 3_000]));
    else if (roll < 0.998) this.#clock.advance(this.pick([31_000, 121_000, 601_000, HOUR_MS]));
    else if (roll < 0.9995) this.#clock.set(this.pick([-HOUR_MS, HOUR_MS]));
    else this.#restart();
    this.#check(room);
  }

  /** All clients go, and time passes: nothing may be left. */
  end(): void {
    for (const room of this.#rooms) {
      for (const machine of room.machines) this.#losePresenter(machine, room);
      if (room.thief !== null) this.#service.find(room.id)?.lost({ role: 'presenter', outlet: room.thief });
      for (const watcher of room.watchers) this.#lost(room, watcher);
      for (const outlet of room.waiting.values()) outlet.close();
    }
    this.#clock.advance(2 * HOUR_MS);
    this.expect(this.#service.size === 0, 'every room is forgotten');
    this.expect(this.#clock.timers === 0, 'no timer is left');
  }

  #start(): Rooms {
    return new Rooms(roomOptions({ clock: this.#clock, maxWatchers: MAX_WATCHERS }), this.#limits);
  }

  /** The service remembers nothing. All sockets are lost; the clients keep what they know. */
  #restart(): void {
    for (const { id, machines, watchers, waiting } of this.#rooms) {
      waiting.clear();
      this.#service.find(id)?.close('moved');
      for (const client of [...machines, ...watchers]) client.outlet = null;
    }
    this.#service = this.#start();
    this.count('restart');
  }

  #join(model: ModelRoom): void {
    const { id, watchers } = model;
    const isReturning = watchers.length > 0 && this.random() < 0.7;
    const watcher: Watcher = isReturning
      ? this.pick(watchers)
      : { watcherId: newWatcherId(), outlet: null, link: null, generation: null };
    const { watcherId, generation } = watcher;
    const holds = watcher.link !== null && this.random() < 0.8 ? watcher.link : undefined;
    const guess = this.random() < 0.2 ? newProof() : (model.passcode ?? undefined);
    const passcode = isReturning && this.random() < 0.8 ? undefined : guess;
    const applicant = { watcherId, isReturning, address: this.pick(addresses), holds, generation, passcode };
    // As a socket does, it reports its loss once it is closed.
    const outlet: ModelOutlet = new ModelOutlet(() => {
      this.#service.find(id)?.lost({ role: 'watcher', watcherId, outlet });
      if (watcher.outlet === outlet) watcher.outlet = null;
      if (model.waiting.get(watcherId) === outlet) model.waiting.delete(watcherId);
    });
    outlet.onRenewal = (renewed) => void (watcher.generation = renewed);
    this.attempt('join', () => {
      const room = isReturning ? this.#service.rebuild(id) : this.#service.find(id);
      if (room === undefined) throw new SignalingError('room-unknown');
      const wasOpened = room.isOpened;
      const entry = room.checkSeat(applicant);
      this.expect(wasOpened || isReturning, 'strangers wait for the presenter');
      watcher.generation = entry.generation;
      if (entry.into === 'lobby') return this.#wait(model, watcher, outlet);
      const isKnown = passcode === model.passcode || model.passcode === null;
      this.expect(isReturning || (isKnown && !model.entry.lobby), 'strangers pass passcode and lobby');
      this.#sit(model, watcher, outlet, { ...applicant, generation: entry.generation });
    });
  }

  #sit({ id, watchers }: ModelRoom, watcher: Watcher, outlet: ModelOutlet, applicant: Applicant): void {
    const joined = this.#service.find(id)?.join({ ...applicant, outlet });
    watcher.outlet = outlet;
    watcher.link = joined?.link?.linkId ?? joined?.restored ?? null;
    if (!watchers.includes(watcher)) watchers.push(watcher);
    if (watchers.length > 12) this.#lost({ id }, watchers.shift());
  }

  /** Its socket stays open until it is let in, turned away or put out. */
  #wait(model: ModelRoom, watcher: Watcher, outlet: ModelOutlet): void {
    const { watcherId, generation } = watcher;
    this.count('lobby entered');
    model.waiting.set(watcherId, outlet);
    const onAdmitted = (): void => {
      model.waiting.delete(watcherId);
      const applicant = { watcherId, isReturning: false, address: this.pick(addresses), generation };
      this.attempt('admitted', () => this.#sit(model, watcher, outlet, applicant));
    };
    this.#service.find(model.id)?.entrance.wait({ watcherId, outlet, generation, onAdmitted });
  }

  #loseWatcher(room: ModelRoom): void {
    if (room.watchers.length === 0) return;
    const watcher = this.pick(room.watchers);
    if (this.random() < 0.7) this.#lost(room, watcher);
    else this.#service.find(room.id)?.leave(watcher.watcherId);
  }

  #lost({ id }: Pick<ModelRoom, 'id'>, watcher: Watcher | undefined): void {
    if (watcher?.outlet == null) return;
    const { watcherId, outlet } = watcher;
    watcher.outlet = null;
    outlet.isOpen = false;
    this.#service.find(id)?.lost({ role: 'watcher', watcherId, outlet });
  }

  /**
   * As the app does it: a new run exceeds all epochs that it knows of, and what a refusal names.
   */
  #open(room: ModelRoom, machine: Machine): void {
    if (this.random() < 0.3) machine.epoch = null;
    const byThief = machine.epoch !== null && this.random() < 0.1;
    if (byThief) {
      const thief = new ModelOutlet();
      this.attempt('thief', () => {
        this.#enter(room, machine.epoch ?? 0, 'token', thief);
        room.thief = thief;
      });
      return;
    }
    const outlet = new ModelOutlet();
    for (let attempt = 1; ; attempt += 1) {
      const epoch = machine.epoch ?? Math.max(this.#clock.now(), machine.lastEpoch + 1);
      Object.assign(machine, { epoch, lastEpoch: Math.max(epoch, machine.lastEpoch) });
      try {
        this.#enter(room, epoch, 'key', outlet);
        machine.outlet = outlet;
        this.count('open ok');
        return;
      } catch (error) {
        if (!(error instanceof SignalingError)) throw error;
        this.count(`open ${error.code}`);
        this.expect(attempt < 3, `the owner gets in (${error.code})`);
        if (error.code === 'epoch-too-far') machine.lastEpoch = 0;
        else machine.lastEpoch = Math.max(machine.lastEpoch, error.epoch ?? 0);
        machine.epoch = null;
      }
    }
  }

  #enter({ id, removed, entry }: ModelRoom, epoch: Epoch, by: 'key' | 'token', outlet: ModelOutlet): void {
    const known = [...(this.#service.find(id)?.seats ?? [])];
    const held: HeldLink[] = known.flatMap(({ watcherId, link }) =>
      link !== null && this.random() < 0.8 ? [{ watcherId, linkId: link.id }] : [],
    );
    if (this.random() < 0.3) held.push({ watcherId: newWatcherId(), linkId: newLinkId() });
    const opening = { epoch, by, isEpochKnown: by === 'token', live: this.random() < 0.8, about, held, outlet };
    this.#service.open(id, { ...opening, entry, removed: [...removed] }, { addressKey: 'one', identity: null });
  }

  /** The admin's command. The machine that is on air goes on trying with its epoch. */
  #endRun({ id }: ModelRoom): void {
    const room = this.#service.find(id);
    if (room?.endRun('admin') !== true) return;
    this.count('run ended');
    this.expect(room.phase === 'ended', 'an ended run is off air');
    this.expect(room.links.claimedFrom('presenter').length === 0, 'an ended run has no links');
  }

  #losePresenter(machine: Machine, { id }: ModelRoom): void {
    const { outlet } = machine;
    machine.outlet = null;
    if (outlet !== null) this.#service.find(id)?.lost({ role: 'presenter', outlet });
  }

  #requestOfPresenter(model: ModelRoom): void {
    const room = this.#service.find(model.id);
    const outlet = this.pick(model.machines).outlet;
    if (room === undefined || outlet === null) return;
    this.attempt('presenter', () => {
      room.checkMember({ role: 'presenter', outlet });
      const seats = [...room.seats];
      const seat = seats.length === 0 ? undefined : this.pick(seats);
      const linkId = seat?.link?.id ?? newLinkId();
      const roll = this.random();
      if (roll < 0.1) room.start();
      else if (roll < 0.15) room.stop();
      else if (roll < 0.42) this.#prepare(room);
      else if (roll < 0.43) this.#changeEntry(model, room);
      else if (roll < 0.45)
        room.entrance.admit(this.random() < 0.5 ? undefined : [...model.waiting.keys()].slice(0, 1));
      else if (roll < 0.5 && seat !== undefined) {
        model.removed.add(seat.watcherId);
        room.remove(seat.watcherId);
      } else if (roll < 0.7) room.links.replace({ role: 'presenter' }, linkId);
      else room.links.messages.offer('presenter', linkId, { round: 1 + Math.floor(this.random() * 5), sdp: 'o' });
    });
  }

  #changeEntry(model: ModelRoom, room: Room): void {
    model.passcode = this.random() < 0.5 ? newProof() : null;
    const lobby = this.random() < 0.5;
    const watchers = this.pick(['stay', 'leave'] as const);
    model.entry =
      model.passcode === null ? { passcode: null, lobby, watchers } : asking(model.passcode, { lobby, watchers });
    room.entrance.change(model.entry);
  }

  #prepare({ links }: Room): void {
    const { linkId } = links.prepare('presenter');
    if (this.random() < 0.8) links.messages.offer('presenter', linkId, { round: 1, sdp: 'o' });
  }

  #requestOfWatcher({ id, watchers }: ModelRoom): void {
    const room = this.#service.find(id);
    const watcher = watchers.length === 0 ? undefined : this.pick(watchers);
    if (room === undefined || watcher?.outlet == null) return;
    const { watcherId, outlet } = watcher;
    this.attempt('watcher', () => {
      room.checkMember({ role: 'watcher', watcherId, outlet });
      const linkId = outlet.link ?? watcher.link ?? newLinkId();
      watcher.link = linkId;
      const roll = this.random();
      if (roll < 0.3) room.links.messages.answer(watcherId, linkId, { round: 1, sdp: 'a' });
      else if (roll < 0.6) room.links.messages.requestRestart(watcherId, linkId);
      else room.links.replace({ role: 'watcher', watcherId }, linkId);
    });
  }

  #check(model: ModelRoom): void {
    const room = this.#service.find(model.id);
    if (room === undefined) return;
    const links = new Set<LinkId>();
    const { lobby, passcode } = model.entry;
    const waiting = [...room.entrance.waitingWatchers];
    this.expect(waiting.length === 0 || (room.isOpened && lobby), 'watchers wait only in a lobby');
    for (const { watcherId, outlet } of waiting) {
      this.expect(model.waiting.get(watcherId) === outlet, 'who waits is here, and is not let in yet');
    }
    for (const { watcherId, place, link, generation } of room.seats) {
      const isFit = passcode === null || generation === passcode.generation;
      this.expect(!room.isOpened || isFit, 'every seat has passed the passcode, or was spared it');
      this.expect(!model.waiting.has(watcherId), 'who waits has no seat');
      const isTimed = place.kind === 'awaited' && this.#clock.isPending(place.cancel);
      const isHere = place.kind === 'here' && place.outlet instanceof ModelOutlet && place.outlet.isOpen;
      this.expect(isHere || isTimed, 'every seat is here or timed');
      this.expect(!room.isOpened || !model.removed.has(watcherId), 'a removed watcher has no seat');
      if (link === null) continue;
      this.expect(link.watcherId === watcherId && !links.has(link.id), 'a link belongs to one watcher');
      links.add(link.id);
    }
    const claimed = room.links.claimedFrom('presenter');
    this.expect(claimed.length === links.size, 'a watcher has no closed link');
    for (const { id } of claimed) this.expect(links.has(id), 'every link has a watcher');
    this.expect(room.watchers <= MAX_WATCHERS, 'no more seats than allowed');
  }
}
