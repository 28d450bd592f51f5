/** A `lectern://` link arrives once, whichever way the system passes it on. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { LinkInbox, type LinkSource } from './link-inbox.ts';

class App extends EventEmitter implements LinkSource {
  isPackaged = false;
  registered: unknown[] = [];
  setAsDefaultProtocolClient(...words: unknown[]): boolean {
    this.registered.push(words);
    return true;
  }
}
const link = 'lectern://connect?service=https://lectern.example';
const event = { preventDefault: () => {} };
let app: App;
let heard: string[];
const listen = (inbox: LinkInbox) => inbox.listen((text) => heard.push(text));
beforeEach(() => {
  app = new App();
  heard = [];
});

test('the link of the app’s start waits for a listener, which receives it once', () => {
  const inbox = new LinkInbox(app, ['lectern', '--no-sandbox', '--', link]);
  listen(inbox);
  listen(inbox);
  expect(heard).toEqual([link]);
});

test('a link that macOS sends before the app is ready waits, too', () => {
  const inbox = new LinkInbox(app, ['lectern']);
  app.emit('open-url', event, link);
  listen(inbox);
  expect(heard).toEqual([link]);
});

test('a second start passes its link on, if it has one', () => {
  listen(new LinkInbox(app, ['lectern']));
  app.emit('second-instance', {}, ['lectern', 'https://lectern.example', './lectern.txt']);
  app.emit('second-instance', {}, ['lectern', link, '--enable-features=x']);
  app.emit('open-url', event, `${link}/2`);
  expect(heard).toEqual([link, `${link}/2`]);
});

test('only an installed app registers for these links', () => {
  void new LinkInbox(app, []);
  expect(app.registered).toEqual([]);
  app.isPackaged = true;
  void new LinkInbox(app, []);
  expect(app.registered).toEqual([['lectern', process.execPath, ['--']]]);
});
