/** The content policy allows the page itself and its service, and nothing else. */
import { expect, test } from 'vitest';
import { contentPolicy } from './content-policy.ts';

test('the page may talk to itself and to its service', () => {
  expect(contentPolicy('https://lectern.example')).toContain(
    "connect-src 'self' https://lectern.example wss://lectern.example;",
  );
  expect(contentPolicy('http://192.168.1.5:4400')).toContain(
    "connect-src 'self' http://192.168.1.5:4400 ws://192.168.1.5:4400;",
  );
});

test('everything is denied by default, and no script or style is inline or evaluated', () => {
  const policy = contentPolicy('https://lectern.example');
  expect(policy.startsWith("default-src 'none'; script-src 'self'; ")).toBe(true);
  expect(policy).toContain("style-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*|https?: /);
});
