/**
 * When an attempt to connect is replaced, or gets another beside it, with a fake clock and no
 * network.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionAttempts, type Attempted, type AttemptEvents } from './connection-attempts.ts';

class Line implements Attempted {
  readonly events: AttemptEvents;
  readonly #name: string;

  constructor(name: string, events: AttemptEvents) {
    this.#name = name;
    this.events = events;
  }

  open(): void {
    note(`${this.#name} opens`);
  }

  enter(): void {
    note(`${this.#name} enters`);
  }

  close(): void {
    note(`${this.#name} is closed`);
  }
}

let lines: Line[];
let happened: string[];
let beganAtMs: number;
const note = (what: string): void => void happened.push(`${what} at ${String(performance.now() - beganAtMs)}`);

beforeEach(() => {
  vi.useFakeTimers();
  [lines, happened, beganAtMs] = [[], [], performance.now()];
});
afterEach(() => vi.useRealTimers());

function makeAttempts(): ConnectionAttempts<Line> {
  return new ConnectionAttempts<Line>({
    make: (events) => {
      const line = new Line(String.fromCodePoint(65 + lines.length), events);
      lines.push(line);
      return line;
    },
    onAdmitted: () => note('admitted'),
    onRefused: () => note('refused'),
    onFailed: () => note('failed'),
    onEnded: () => note('ended'),
  });
}

/** The first connection has ended; what happened until then is forgotten. */
function attemptsAfterOutage(): ConnectionAttempts<Line> {
  const attempts = makeAttempts();
  attempts.begin(true);
  lines[0]?.events.onOpen();
  lines[0]?.events.onAdmitted();
  lines[0]?.events.onEnded('silent');
  [lines, happened, beganAtMs] = [[], [], performance.now()];
  return attempts;
}

test('while a picture is missing, an attempt that does not open is replaced: at no time do two open', () => {
  attemptsAfterOutage().begin(true);
  vi.advanceTimersByTime(4_900);
  expect(happened).toEqual([
    'A opens at 0',
    'A is closed at 1200',
    'B opens at 1200',
    'B is closed at 2400',
    'C opens at 2400',
    'C is closed at 4800',
    'D opens at 4800',
  ]);
});

test('one that was begun before the picture went missing is replaced as soon', () => {
  const attempts = attemptsAfterOutage();
  attempts.begin(false);
  vi.advanceTimersByTime(3_000);
  attempts.hurry();
  vi.advanceTimersByTime(1_300);
  expect(happened).toEqual([
    'A opens at 0',
    'A is closed at 3000',
    'B opens at 3000',
    'B is closed at 4200',
    'C opens at 4200',
  ]);
});

test('the first attempt of all has its time: no outage was before it, and the line may be slow', () => {
  makeAttempts().begin(true);
  vi.advanceTimersByTime(10_000);
  expect(happened).toEqual(['A opens at 0']);
});

test('one whose handshake has no answer is joined by others, of which only one enters when it fails', () => {
  attemptsAfterOutage().begin(true);
  lines[0]?.events.onOpen();
  vi.advanceTimersByTime(1_200);
  lines[1]?.events.onEnded('refused by the machine');
  vi.advanceTimersByTime(1_200);
  lines[2]?.events.onOpen();
  vi.advanceTimersByTime(10_000);
  lines[0]?.events.onEnded('no answer');
  lines[2]?.events.onAdmitted();
  expect(happened).toEqual([
    'A opens at 0',
    'A enters at 0',
    'B opens at 1200',
    'C opens at 2400',
    'C enters at 12400',
    'admitted at 12400',
  ]);
});
