/** What the step keeps of a room that a restarted service does not know, as a table. */
import { expect, test } from 'vitest';
import { away, joinedEvent, joinedIn, linkIn, oldId, playing, type Row } from './step.fixture.ts';
import { step } from './watcher-step.ts';

const unknown = { title: '', presenter: '' };

const rows: Row[] = [
  [
    'keeps the title that it knows while a restarted service does not know it',
    away(playing),
    joinedEvent('away', { about: unknown, rebuilt: true, restored: oldId }),
    [joinedIn('away', { link: linkIn(oldId, 'playing') })],
  ],
  [
    'keeps it also when the presenter does not come back',
    joinedIn('away'),
    { type: 'room-changed', room: { phase: 'ended', about: unknown, rebuilt: true } },
    [joinedIn('ended')],
  ],
  [
    'still knows that the presenter has ended',
    away(joinedIn('ended')),
    joinedEvent('away', { about: unknown, rebuilt: true }),
    [joinedIn('ended')],
  ],
  [
    'goes on waiting while a restarted service does not know whether the room was live',
    away(joinedIn('waiting')),
    joinedEvent('away', { about: unknown, rebuilt: true }),
    [joinedIn('waiting')],
  ],
  [
    'takes the title of a presenter who is back',
    joinedIn('ended'),
    { type: 'room-changed', room: { phase: 'waiting', about: unknown } },
    [joinedIn('waiting', { room: { phase: 'waiting', about: unknown } })],
  ],
];

test.each(rows)('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
