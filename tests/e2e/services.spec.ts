/** Services added by link, by key and by hand: confirmed, kept, used and removed. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { AppAndService, card, hostOf, openServices, sentence } from '../support/drive/app-and-service.ts';
import { startSecondInstance } from '../support/drive/launch-presenter-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { servePresenterPage } from '../support/drive/start-presenter.ts';
import { openOwnChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const WRONG_KEY = 'kJ7hG5fD3sA1pO9iU8yT';

let setup: AppAndService;

requires('electron', 'xvfb');
test.beforeEach(async () => {
  setup = await AppAndService.begin();
});
test.afterEach(() => setup.end());

const linkTo = (service: string, key?: string, name?: string): string =>
  `lectern://connect?${new URLSearchParams({ service, ...(key && { key }), ...(name && { name }) }).toString()}`;

const question = (page: Page): Locator => page.getByRole('dialog', { name: /service .* use it\?/ });

test('an enrolment link on the command line is confirmed, added, used and remembered with its key', async () => {
  const theirs = await setup.startSecondService({ LECTERN_PRESENTER_KEYS: KEY });
  let presenter = await setup.start({ arguments: [linkTo(theirs.url, KEY, 'Physics')] });
  const dialog = question(presenter.page);
  await expect(dialog).toContainText(`Add the service ${hostOf(theirs.url)} and use it?`);
  await expect(dialog).toContainText('Physics');
  expect(await presenter.page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({ services: [] });
  await dialog.getByRole('button', { name: 'Add and use' }).click();
  await expect.poll(async () => presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  await expect(dialog).toBeHidden();

  // The page cannot read the key through any call.
  const known = await presenter.page.evaluate(async () => {
    const { lecternDesktop: desktop } = window;
    const found = [await desktop.handshakeKey(), await desktop.readSettings(), await desktop.describeHost()];
    return JSON.stringify([...found, await desktop.readProposal()]);
  });
  expect(known).not.toContain(KEY);
  expect(statSync(join(setup.options.userDataDir, 'presenter-keys.json')).mode & 0o777).toBe(0o600);
  const services = await openServices(presenter.page);
  await expect(card(services, theirs.url)).toContainText('your key is accepted');
  await expect(card(services, theirs.url)).toContainText('In use');

  await setup.stop();
  presenter = await setup.start();
  expect(await presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  await presenter.goLive();
});

test('a link from a second start waits while live, and “Not now” discards it', async () => {
  const theirs = await setup.startSecondService({ LECTERN_PRESENTER_KEYS: KEY });
  const presenter = await setup.start();
  const { page } = presenter;
  const before = await presenter.watchUrl();
  await presenter.goLive();
  await startSecondInstance({ ...setup.options, arguments: [linkTo(theirs.url, KEY)] });
  await expect
    .poll(() => page.evaluate(() => window.lecternDesktop.readProposal()))
    .toMatchObject({
      origin: theirs.url,
      hasKey: true,
    });
  const hint = page.getByText(`A link to ${hostOf(theirs.url)} waits until you stop.`);
  await expect(hint).toBeVisible();
  await expect(question(page)).toBeHidden();
  // The app itself refuses as well, not only the dialog.
  const refused = await page.evaluate(async () => {
    const { lecternDesktop: desktop } = window;
    const id = (await desktop.readProposal())?.id ?? 0;
    return desktop.answerProposal({ id, wanted: true }).catch((error: Error) => error.message);
  });
  expect(refused).toBe('You are live. Stop first to use another service.');
  await presenter.expectStatus('live');
  await presenter.stop();
  await expect(question(page)).toContainText(hostOf(theirs.url));
  await expect(hint).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  expect(await page.evaluate(() => window.lecternDesktop.readProposal())).toBeNull();
  expect(await page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({
    services: [],
    serviceUrl: null,
  });
  expect(readdirSync(setup.options.userDataDir)).not.toContain('presenter-keys.json');
  expect(await presenter.watchUrl()).toBe(before);
});

test('a foreign link is ignored, without its key in the log', async () => {
  const presenter = await setup.start();
  const said: string[] = [];
  setup.app.process().stderr?.on('data', (data: Buffer) => said.push(data.toString()));
  await presenter.watchUrl();
  await startSecondInstance({
    ...setup.options,
    arguments: [`lectern://connect?service=http://lectern.example&key=${KEY}`],
  });
  await expect.poll(() => said.join('')).toContain('ignored a lectern:// link');
  expect(said.join('')).not.toContain(KEY);
  expect(await presenter.page.evaluate(() => window.lecternDesktop.readProposal())).toBeNull();
});

test('a service that requires a key refuses a wrong one and accepts the right one', async () => {
  const theirs = await setup.startSecondService({ LECTERN_PRESENTER_KEYS: KEY });
  const { page } = await setup.start({ serviceUrl: theirs.url });
  await expect(sentence(page)).toContainText(
    'This service needs a presenter key. Ask its admin for an enrolment link.',
  );
  const mine = card(await openServices(page), theirs.url);
  await expect(mine).toContainText('needs a presenter key');
  await mine.getByLabel('Presenter key').fill(WRONG_KEY);
  await mine.getByRole('button', { name: 'Save key' }).click();
  await expect(mine).toContainText('doesn’t accept your presenter key');
  await expect(sentence(page)).toContainText('doesn’t accept your presenter key');
  await mine.getByRole('button', { name: /Change key/ }).click();
  await mine.getByLabel('Presenter key').fill(KEY);
  await mine.getByRole('button', { name: 'Save key' }).click();
  await expect(mine).toContainText('your key is accepted');
  await page.getByRole('button', { name: 'Done' }).click();
  expect(await new Presenter(page).watchUrl()).toContain(`:${theirs.port}/r/`);
});

test('a presenter in a browser enters the key there, and that browser keeps it', async () => {
  requires('chromium');
  const served = await servePresenterPage();
  setup.atEnd(() => served.close());
  const theirs = await setup.startSecondService({
    LECTERN_PRESENTER_KEYS: KEY,
    LECTERN_ALLOWED_ORIGINS: served.origin,
  });
  served.announceService(theirs.url);
  const { browser, close } = await openOwnChromium([...slowFakeDevices, '--use-fake-ui-for-media-stream']);
  setup.atEnd(close);
  const page = await browser.newPage();
  await page.goto(served.address);
  await expect(sentence(page)).toContainText('This service needs a presenter key.');
  const mine = card(await openServices(page), theirs.url);
  await mine.getByLabel('Presenter key').fill(KEY);
  await mine.getByRole('button', { name: 'Save key' }).click();
  const presenter = new Presenter(page);
  expect(await presenter.watchUrl()).toContain('/r/');
  await page.reload();
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(page), theirs.url)).toContainText('your key is accepted');
});

test('services are added by typing and pasting, used and removed', async () => {
  const theirs = await setup.startSecondService();
  const presenter = await setup.start();
  const { page } = presenter;
  await presenter.watchUrl();
  const services = await openServices(page);
  await expect(card(services, setup.ours.url)).toContainText(
    /Answers in \d+ ms · version \d+\.\d+\.\d+ · no key needed/,
  );
  const field = page.getByLabel('Add a service');
  for (const [text, problem] of [
    ['http://lectern.example', 'needs an address with https'],
    ['not an address', 'not the address of a service'],
    ['lectern://connect?key=x', 'incomplete'],
  ] as const) {
    await field.fill(text);
    await field.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: problem })).toBeVisible();
  }
  await field.fill(`127.0.0.1:${theirs.port}/r/abcdefghijkmnpqrstuv`);
  await field.press('Enter');
  await expect(card(services, theirs.url)).toContainText('Answers in');
  await page.getByRole('button', { name: `Use ${hostOf(theirs.url)}` }).click();
  await expect.poll(() => presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  const after = await openServices(page);
  await page.getByRole('button', { name: `Use ${hostOf(setup.ours.url)}` }).click();
  await expect.poll(() => presenter.watchUrl()).toContain(`:${setup.ours.port}/r/`);
  await openServices(page);
  await page.getByRole('button', { name: `Remove ${hostOf(theirs.url)}` }).click();
  await expect(card(after, theirs.url)).toHaveCount(0);
});

test('the settings work by keyboard alone', async () => {
  const presenter = await setup.start();
  const { page } = presenter;
  await presenter.watchUrl();
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'You and your room' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('tab', { name: 'Services', selected: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Add a service')).toBeFocused();
  await page.keyboard.type('not an address');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'not the address of a service' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
});
