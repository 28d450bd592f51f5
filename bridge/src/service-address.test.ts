/** Addresses as people type and paste them, and which of them are in this network. */
import { expect, test } from 'vitest';
import { isPrivateHost, readServiceAddress } from './service-address.ts';

test.each([
  ['lectern.example', 'https://lectern.example'],
  ['  Lectern.Example/ ', 'https://lectern.example'],
  ['lectern.example:8443', 'https://lectern.example:8443'],
  ['https://lectern.example/r/abcdefghijkmnpqrstuv?x#y', 'https://lectern.example'],
  ['lectern.example/r/abcdefghijkmnpqrstuv', 'https://lectern.example'],
  ['https://example.org/lectern', 'https://example.org/lectern'],
  ['https://example.org/lectern/', 'https://example.org/lectern'],
  ['example.org/lectern/r/abcdefghijkmnpqrstuv.', 'https://example.org/lectern'],
  ['https://example.org/lectern/R/ABCDEFGHIJKMNPQRSTUV?debug#x', 'https://example.org/lectern'],
  ['8.8.8.8/lectern', 'https://8.8.8.8/lectern'],
  ['192.168.1.5:8420', 'http://192.168.1.5:8420'],
  ['http://192.168.1.5:8420/r/abcdefghijkmnpqrstuv', 'http://192.168.1.5:8420'],
  ['8.8.8.8', 'https://8.8.8.8'],
  ['localhost:9000', 'http://localhost:9000'],
  ['[::1]:9000', 'http://[::1]:9000'],
  ['http://lectern:8420', 'http://lectern:8420'],
  ['http://lectern.local', 'http://lectern.local'],
  ['http://[fd00::5]:8420', 'http://[fd00::5]:8420'],
])('%j is %j', (text, origin) => {
  expect(readServiceAddress(text)).toEqual({ origin });
});

test.each([
  ['http://lectern.example:8420', 'needs-https'],
  ['http://8.8.8.8', 'needs-https'],
  ['http://172.32.0.1', 'needs-https'],
  ['http://192.168.1.5.evil.example', 'needs-https'],
  ['http://[2001:db8::1]', 'needs-https'],
  ['', 'not-an-address'],
  ['not an address', 'not-an-address'],
  ['ftp://lectern.example', 'not-an-address'],
  ['javascript:alert(1)', 'not-an-address'],
  ['file:///etc/passwd', 'not-an-address'],
  ['https://', 'not-an-address'],
  ['https://ada:secret@lectern.example', 'not-an-address'],
])('%j is refused: %s', (text, problem) => {
  expect(readServiceAddress(text)).toEqual({ problem });
});

test.each(['10.0.0.1', '172.16.0.1', '172.31.255.1', '100.64.0.1', '169.254.1.1', '[fe80::1]', 'nas.home.arpa'])(
  '%s is in this network',
  (host) => {
    expect(isPrivateHost(host)).toBe(true);
  },
);

test.each(['11.0.0.1', '172.15.0.1', '100.128.0.1', 'example.org', 'localhost.example.org', '[2001:db8::1]'])(
  '%s is not in this network',
  (host) => {
    expect(isPrivateHost(host)).toBe(false);
  },
);
