/** Which part of an error reaches the page, and which the log. */
import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { describeFailure, ShowableError, showableMessage } from './showable-error.ts';

const Key = z.tuple([z.string().check(z.regex(/^\d+$/, 'A key has only digits.'))]);
const invalid = Key.safeParse(['secret word']).error;
const custom = z
  .string()
  .check(z.refine(() => false, 'Not today.'))
  .safeParse('secret').error;

test('the page sees sentences that are written for people, and nothing of other errors', () => {
  expect(showableMessage(new ShowableError('You are live.'))).toBe('You are live.');
  expect(showableMessage(custom)).toBe('Not today.');
  expect(showableMessage(new Error('ENOENT /home/ada'))).toContain('Something in the app went wrong');
});

test('the log names the place of an invalid argument, not its value', () => {
  expect(describeFailure(new ShowableError('You are live.'))).toEqual({ level: 'info', reason: 'You are live.' });
  expect(describeFailure(new Error('broken'))).toEqual({ level: 'error', reason: 'broken' });
  expect(describeFailure(invalid)).toMatchObject({ level: 'warn', reason: 'invalid arguments (invalid_format at 0)' });
  expect(describeFailure(invalid).reason).not.toContain('secret');
});
