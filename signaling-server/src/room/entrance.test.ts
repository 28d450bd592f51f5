/** Passcode, lobby and removal: who gets a seat, who waits, and what a restarted service does. */
import { beforeEach, describe, expect, test } from 'vitest';
import { RoomId, type EntryRules, type PasscodeProof } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { openToAll, type Applicant } from './entrance.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import { asking, lobbyOnly, newProof } from './passcode.fixture.ts';
import { Room } from './room.ts';
import { roomOptions } from './room-options.fixture.ts';

const policy = defaultPolicy.room;
const MINUTE = 60_000;
const EPOCH = 1_700_000_000_000;
const entering = { epoch: EPOCH, by: 'key', isEpochKnown: false, live: true, removed: [] } as const;
const right = newProof();
const rules = asking(right);

let clock: FakeClock;
let room: Room;
let forgotten: string[];
beforeEach(() => {
  clock = new FakeClock(EPOCH);
  forgotten = [];
  room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), roomOptions({ clock, maxWatchers: 300 }), (why) =>
    forgotten.push(why),
  );
});

function open(entry: EntryRules | undefined, held: { watcherId: ReturnType<typeof newWatcherId> }[] = []) {
  const outlet = new FakeOutlet();
  const about = { title: '', presenter: '' };
  const links = held.map(({ watcherId }) => ({ watcherId, linkId: newLinkId() }));
  room.open({ ...entering, about, held: links, entry, outlet });
  clock.advance(1);
  outlet.drain();
  return outlet;
}

const stranger = (more: Partial<Applicant> = {}): Applicant => ({
  watcherId: newWatcherId(),
  isReturning: false,
  address: '192.0.2.1',
  ...more,
});
const refusal = (run: () => unknown): unknown => {
  try {
    run();
    return 'let in';
  } catch (error) {
    return error;
  }
};
const codeOf = (applicant: Applicant): unknown => {
  const error = refusal(() => room.checkSeat(applicant));
  return error instanceof Error && 'code' in error ? error.code : error;
};
const tryPasscode = (passcode: PasscodeProof, address: string) => codeOf(stranger({ passcode, address }));

function watch(more: Partial<Applicant> = {}) {
  const outlet = new FakeOutlet();
  const applicant = stranger(more);
  room.join({ ...applicant, outlet });
  return { outlet, watcherId: applicant.watcherId };
}

function wait(applicant: Applicant = stranger()) {
  const outlet = new FakeOutlet();
  let admissions = 0;
  const { generation } = room.checkSeat(applicant);
  const onAdmitted = (): void => void (admissions += 1);
  room.entrance.wait({ watcherId: applicant.watcherId, outlet, generation, onAdmitted });
  return { applicant, outlet, admissions: () => admissions };
}

describe('a passcode', () => {
  test('lets in who sends it, and who holds a token of its generation', () => {
    open(rules);
    expect(codeOf(stranger())).toBe('passcode-required');
    expect(codeOf(stranger({ passcode: newProof() }))).toBe('passcode-wrong');
    expect(room.checkSeat(stranger({ passcode: right }))).toEqual({
      into: 'seat',
      generation: rules.passcode?.generation,
    });
    const { generation } = rules.passcode ?? {};
    expect(codeOf(stranger({ isReturning: true, generation }))).toBe('let in');
    expect(codeOf(stranger({ isReturning: true }))).toBe('passcode-required');
  });

  test('has no more tries where the room is forgotten and comes back', () => {
    const options = roomOptions({ clock, maxWatchers: 3 });
    const again = (): void => {
      room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), options, () => undefined);
      open(rules);
    };
    again();
    for (let count = 0; count < 5; count += 1) tryPasscode(newProof(), '192.0.2.1');
    for (let index = 0; index < policy.wrongPasscodesOfRoom; index += 1) {
      tryPasscode(newProof(), `198.51.100.${String(index)}`);
    }
    room.close('ended');
    again();
    expect(tryPasscode(right, '192.0.2.1')).toBe('passcode-paused');
    expect([1, 2].map(() => tryPasscode(newProof(), '203.0.113.1'))).toEqual(['passcode-wrong', 'passcode-paused']);
    clock.advance(MINUTE);
    expect(tryPasscode(right, '192.0.2.1')).toBe('let in');
    expect([1, 2].map(() => tryPasscode(newProof(), '203.0.113.1'))).toEqual(['passcode-wrong', 'passcode-paused']);
  });

  test('guesses from everywhere slow each address down and are reported once a minute; the right one still admits', () => {
    const presenter = open(rules);
    const many = policy.wrongPasscodesOfRoom;
    for (let index = 0; index < many + 10; index += 1) tryPasscode(newProof(), `198.51.100.${String(index)}`);
    expect(presenter.events).toEqual([['passcode:guessed', { wrong: many, slowedForMs: policy.slowedForMs }]]);
    const [fresh, other] = ['203.0.113.1', '203.0.113.2'];
    expect([1, 2].map(() => tryPasscode(newProof(), fresh))).toEqual(['passcode-wrong', 'passcode-paused']);
    expect(tryPasscode(right, other)).toBe('let in');
    // Nine minutes later it is still slow, and then as before.
    clock.advance(9 * MINUTE);
    expect([1, 2].map(() => tryPasscode(newProof(), fresh))).toEqual(['passcode-wrong', 'passcode-paused']);
    clock.advance(2 * MINUTE);
    expect([1, 2].map(() => tryPasscode(newProof(), fresh))).toEqual(['passcode-wrong', 'passcode-wrong']);
  });

  test('a page that knows no passcodes is refused as too old, with token or without', () => {
    open(rules);
    expect(codeOf(stranger({ isOldPage: true }))).toBe('client-too-old');
    room.entrance.change(openToAll);
    expect(codeOf(stranger({ isOldPage: true }))).toBe('let in');
  });
});

describe('a changed passcode', () => {
  test('ends the tokens of those who are not here; those who watch stay, with another token', () => {
    open(undefined);
    const { outlet, watcherId } = watch();
    outlet.drain();
    const next = asking(newProof());
    room.entrance.change(next);
    expect(outlet.events).toEqual([['token:renewed', next.passcode?.generation]]);
    expect(codeOf(stranger({ isReturning: true }))).toBe('passcode-required');
    // Its socket breaks: it has its seat still, and an older token does.
    expect(codeOf(stranger({ watcherId, isReturning: true }))).toBe('let in');
    const third = asking(newProof());
    room.entrance.change(third);
    expect(codeOf(stranger({ isReturning: true, generation: next.passcode?.generation }))).toBe('passcode-required');
  });

  test('puts everybody out where the presenter says so, and their links close at the presenter', () => {
    const presenter = open(undefined);
    const { outlet, watcherId } = watch();
    room.entrance.change(asking(right, { watchers: 'leave' }));
    expect([room.watchers, outlet.drain().at(-1)]).toEqual([0, 'closed']);
    expect(presenter.drain()).toContain('link:closed');
    expect(codeOf(stranger({ watcherId, isReturning: true }))).toBe('passcode-required');
    const again = watch({ watcherId, passcode: right });
    // The same rules again remove no one.
    const { generation } = room.checkSeat(stranger({ passcode: right }));
    expect(generation).not.toBeNull();
    open(asking(right));
    expect(again.outlet.drain()).not.toContain('closed');
  });

  test('a room without a passcode lets old tokens in, of any generation', () => {
    open(rules);
    room.entrance.change(openToAll);
    expect(codeOf(stranger({ isReturning: true, generation: rules.passcode?.generation }))).toBe('let in');
  });
});

describe('after a restart', () => {
  test('newcomers wait for the presenter, also with the right passcode', () => {
    expect(codeOf(stranger({ passcode: right }))).toBe('room-unknown');
  });

  test('who came in by a token of an earlier passcode is put out, unless the presenter holds a link to it', () => {
    const older = asking(newProof()).passcode?.generation;
    const gone = watch({ isReturning: true, generation: older });
    const held = watch({ isReturning: true, generation: older });
    const current = watch({ isReturning: true, generation: rules.passcode?.generation });
    open(rules, [held]);
    expect(gone.outlet.drain()).toContain('closed');
    expect(held.outlet.events).toContainEqual(['token:renewed', rules.passcode?.generation]);
    expect(current.outlet.drain()).not.toContain('closed');
    expect(room.watchers).toBe(2);
    // An opening with the same rules removes no one, also where they say that watchers leave.
    open({ ...rules, watchers: 'leave' }, [held]);
    expect(room.watchers).toBe(2);
  });

  test('the room is not forgotten while its presenter opens it and puts the last watcher out', () => {
    const { watcherId } = watch({ isReturning: true });
    clock.advance(policy.presenterGoneMs);
    open(rules);
    expect([room.watchers, forgotten]).toEqual([0, []]);
    expect(codeOf(stranger({ watcherId, isReturning: true }))).toBe('passcode-required');
  });
});

describe('a lobby', () => {
  test('holds newcomers, without seat or link, until the presenter lets them in', () => {
    const presenter = open(lobbyOnly);
    const [first, second] = [wait(), wait()];
    clock.advance(policy.noticeIntervalMs);
    const waiting = [first.applicant.watcherId, second.applicant.watcherId];
    expect(presenter.events.at(-1)).toEqual(['lobby:changed', { count: 2, waiting }]);
    expect([room.watchers, first.outlet.events]).toEqual([0, []]);
    expect(refusal(() => room.join({ ...first.applicant, outlet: first.outlet }))).toMatchObject({ code: 'not-live' });
    room.entrance.admit([first.applicant.watcherId]);
    expect([first.admissions(), second.admissions()]).toEqual([1, 0]);
    room.join({ ...first.applicant, outlet: first.outlet });
    expect(room.watchers).toBe(1);
    room.entrance.admit();
    expect(second.admissions()).toBe(1);
    clock.advance(policy.noticeIntervalMs);
    expect(presenter.events).toContainEqual(['lobby:changed', { count: 0, waiting: [] }]);
  });

  test('lets holders of tokens straight in, and after the passcode only newcomers wait', () => {
    open(asking(right, { lobby: true }));
    expect(codeOf(stranger())).toBe('passcode-required');
    expect(room.checkSeat(stranger({ passcode: right })).into).toBe('lobby');
    room.entrance.change(lobbyOnly);
    expect(room.checkSeat(stranger({ isReturning: true })).into).toBe('seat');
  });

  test('one that is let in while its socket is away comes in when it is back', () => {
    open(lobbyOnly);
    const { applicant, outlet } = wait();
    room.lost({ role: 'watcher', watcherId: applicant.watcherId, outlet });
    expect(room.entrance.waiting).toBe(0);
    room.entrance.admit([applicant.watcherId]);
    expect(room.checkSeat(applicant).into).toBe('seat');
  });

  test('a second socket takes the place of the first, and the loss of the first changes nothing', () => {
    open(lobbyOnly);
    const { applicant, outlet } = wait();
    const newer = wait(applicant);
    expect(outlet.drain()).toEqual(['closed']);
    room.lost({ role: 'watcher', watcherId: applicant.watcherId, outlet });
    room.entrance.admit();
    expect(newer.admissions()).toBe(1);
  });

  test('one that is turned away gets no second chance with its place', () => {
    open(lobbyOnly);
    const { applicant, outlet } = wait();
    room.remove(applicant.watcherId);
    expect(outlet.drain()).toEqual(['watcher:removed', 'closed']);
    expect(codeOf(applicant)).toBe('removed');
  });

  test('ends for all who wait when the presenter turns it off', () => {
    open(lobbyOnly);
    const { applicant, admissions } = wait();
    room.entrance.change(openToAll);
    expect([admissions(), room.checkSeat(applicant).into]).toEqual([1, 'seat']);
  });

  test('a changed passcode sends those away who have entered the earlier one', () => {
    open(asking(right, { lobby: true }));
    const { outlet } = wait(stranger({ passcode: right }));
    const next = newProof();
    room.entrance.change(asking(next, { lobby: true }));
    expect([outlet.drain(), room.entrance.waiting]).toEqual([['closed'], 0]);
  });

  test('holds as many as there are seats, and tells a presenter that comes back who waits', () => {
    open(lobbyOnly);
    const all = Array.from({ length: 300 }, () => wait());
    expect(codeOf(stranger())).toBe('room-full');
    const again = open(lobbyOnly);
    clock.advance(policy.noticeIntervalMs);
    const [, told] = again.events.find(([name]) => name === 'lobby:changed') ?? [];
    const named = all.slice(0, policy.lobbyNamed).map(({ applicant }) => applicant.watcherId);
    expect(told).toEqual({ count: 300, waiting: named });
  });

  test('is reported to the presenter that has the room now, not to the one before it', () => {
    open(lobbyOnly);
    const { applicant } = wait();
    clock.advance(policy.noticeIntervalMs);
    const again = new FakeOutlet();
    room.open({ ...entering, about: { title: '', presenter: '' }, held: [], entry: lobbyOnly, outlet: again });
    clock.advance(policy.noticeIntervalMs);
    const waiting = { count: 1, waiting: [applicant.watcherId] };
    expect(again.events).toContainEqual(['lobby:changed', waiting]);
  });
});
