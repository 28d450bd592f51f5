/** Enrolment links that are read, and forged or careless ones that are refused. */
import { expect, test } from 'vitest';
import { readEnrolmentLink } from './enrolment-link.ts';

const service = 'service=https%3A%2F%2Flectern.example';

test.each([
  [`lectern://connect?${service}`, { origin: 'https://lectern.example', key: null, name: '' }],
  [` LECTERN://connect/?${service}&key=abc-_9 `, { origin: 'https://lectern.example', key: 'abc-_9', name: '' }],
  [
    'lectern://connect?name=Physics%20%26%20co&service=https://lectern.example/r/x&key=k',
    { origin: 'https://lectern.example', key: 'k', name: 'Physics & co' },
  ],
  ['lectern://connect?service=http://192.168.1.5:8420', { origin: 'http://192.168.1.5:8420', key: null, name: '' }],
])('%s', (link, enrolment) => {
  expect(readEnrolmentLink(link)).toEqual(enrolment);
});

test.each([
  ['another scheme', `https://connect?${service}`],
  ['another host', `lectern://open?${service}`],
  ['a path', `lectern://connect/x?${service}`],
  ['a fragment', `lectern://connect?${service}#x`],
  ['a user', `lectern://a@connect?${service}`],
  ['no service', 'lectern://connect?key=abc'],
  ['a service over http in the world', 'lectern://connect?service=http://lectern.example'],
  ['a service without scheme', 'lectern://connect?service=lectern.example'],
  ['a service that is a script', 'lectern://connect?service=javascript:alert(1)'],
  ['a service with a user', 'lectern://connect?service=https://a@lectern.example'],
  ['a parameter twice', `lectern://connect?${service}&key=a&key=b`],
  ['an unknown parameter', `lectern://connect?${service}&run=calc`],
  ['a key with a line break', `lectern://connect?${service}&key=a%0d%0ax-evil:1`],
  ['an empty key', `lectern://connect?${service}&key=`],
  ['a name with a text direction', `lectern://connect?${service}&name=%E2%80%AEgro`],
  ['a name that is too long', `lectern://connect?${service}&name=${'x'.repeat(61)}`],
  ['a link that is too long', `lectern://connect?${service}&key=${'k'.repeat(3000)}`],
  ['nothing', ''],
])('%s is refused', (_what, link) => {
  expect(readEnrolmentLink(link)).toBeUndefined();
});
