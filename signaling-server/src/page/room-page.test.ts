/** The title, preview and paths of a room's page. */
import { expect, test } from 'vitest';
import { roomPage, rootPage } from './room-page.ts';

const html = `<head><title>Lectern</title>
<script type="module" src="../assets/index-a.js"></script><link rel="icon" href="../icon.svg" /></head>`;

test('has the room’s title and a picture at an absolute address', () => {
  const page = roomPage(html, {
    about: { title: 'Optics', presenter: 'Ada' },
    stunUrls: ['stun:a.test', 'stun:b.test:3478'],
    serviceUrl: 'https://example.org/lectern',
  });
  expect(page).toContain('<title>Optics</title>');
  expect(page).toContain('<meta property="og:title" content="Optics" />');
  expect(page).toContain('<meta property="og:image" content="https://example.org/lectern/preview.png" />');
  expect(page).toContain('<meta name="stun" content="stun:a.test stun:b.test:3478" />');
});

test('the page of a room finds its files one level above, the page at the root beside it', () => {
  const page = roomPage(html, { about: undefined, stunUrls: [], serviceUrl: 'https://a.test' });
  expect(page).toContain('src="../assets/index-a.js"');
  expect(page).toContain('href="../icon.svg"');
  expect(rootPage(html)).toContain('src="./assets/index-a.js"');
  expect(rootPage(html)).toContain('href="./icon.svg"');
});

test.each([undefined, { title: ' ', presenter: '' }])('without a title it is called Lectern', (about) => {
  expect(roomPage(html, { about, stunUrls: [], serviceUrl: 'https://a.test' })).toContain(
    'og:title" content="Lectern"',
  );
});

test('a title is text, never markup', () => {
  const title = `"><script>alert(1)</script>$&`;
  const page = roomPage(html, { about: { title, presenter: '' }, stunUrls: [], serviceUrl: 'https://a.test' });
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;"');
});
