/** Finding the service, in the real app: enrolment links, keys, services that are down, too old, or not to be believed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spoken } from '@lectern/protocol';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { startForwardProxy } from '../support/forward-proxy.ts';
import { launchPresenterApp, type PresenterApp, type PresenterAppOptions } from '../support/launch-presenter-app.ts';
import { openOwnChromium } from '../support/own-chromium.ts';
import { servePresenterPage } from '../support/presenter-process.ts';
import { fakeDevices, Presenter } from '../support/presenter.ts';
import { makeAuthority, startTlsFront } from '../support/private-authority.ts';
import { requires } from '../support/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { startAgain } from '../support/start-again.ts';
import { startSignaling, type TestService } from '../support/start-signaling.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const WRONG_KEY = 'kJ7hG5fD3sA1pO9iU8yT';

let folder: string;
let ours: ServiceProcess;
let options: PresenterAppOptions;
let running: PresenterApp | undefined;
const ending: (() => Promise<void>)[] = [];

test.beforeAll(() => requires('electron', 'xvfb'));

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-services-'));
  ours = await startServiceProcess();
  ending.push(() => ours.stop());
  options = { serviceUrl: ours.url, userDataDir: join(folder, 'profile'), args: fakeDevices };
});

test.afterEach(async () => {
  await stop();
  await Promise.all(ending.splice(0).map((end) => end()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<PresenterAppOptions> = {}): Promise<Presenter> {
  running = await launchPresenterApp({ ...options, ...more });
  return new Presenter(running.page);
}

async function stop(): Promise<void> {
  await running?.app.close();
  running = undefined;
}

const keyed = async (keys = KEY): Promise<ServiceProcess> => {
  const service = await startServiceProcess({ LECTERN_PRESENTER_KEYS: keys });
  ending.push(() => service.stop());
  return service;
};

const linkTo = (service: string, key?: string, name?: string): string =>
  `lectern://connect?${new URLSearchParams({ service, ...(key && { key }), ...(name && { name }) }).toString()}`;

const hostOf = (url: string): string => new URL(url).host;
const question = (page: Page): Locator => page.getByRole('dialog', { name: /service .* use it\?/ });
const sentence = (page: Page): Locator => page.locator('.status');

async function openServices(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Services' }).click();
  return page.getByRole('list', { name: 'Services' });
}

const card = (services: Locator, url: string): Locator =>
  services.getByRole('listitem').filter({ hasText: hostOf(url) });

test('an enrolment link on the command line: asked, added, used, and remembered with its key', async () => {
  const theirs = await keyed();
  let presenter = await start({ words: [linkTo(theirs.url, KEY, 'Physics')] });
  const dialog = question(presenter.page);
  await expect(dialog).toContainText(`Add the service ${hostOf(theirs.url)} and use it?`);
  await expect(dialog).toContainText('Physics');
  expect(await presenter.page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({ services: [] });
  await dialog.getByRole('button', { name: 'Add and use' }).click();
  await expect.poll(async () => presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  await expect(dialog).toBeHidden();

  // The page cannot get at the key: it is not among what it may ask for.
  const known = await presenter.page.evaluate(async () => {
    const { lecternDesktop: desktop } = window;
    const found = [await desktop.handshakeKey(), await desktop.readSettings(), await desktop.describeHost()];
    return JSON.stringify([...found, await desktop.readProposal()]);
  });
  expect(known).not.toContain(KEY);
  expect(statSync(join(options.userDataDir, 'presenter-keys.json')).mode & 0o777).toBe(0o600);
  const services = await openServices(presenter.page);
  await expect(card(services, theirs.url)).toContainText('your key is accepted');
  await expect(card(services, theirs.url)).toContainText('In use');

  await stop();
  presenter = await start();
  expect(await presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  await presenter.goLive();
});

test('a link by a second start waits while live, and “Not now” forgets it', async () => {
  const theirs = await keyed();
  const presenter = await start();
  const { page } = presenter;
  const before = await presenter.watchUrl();
  await presenter.goLive();
  await startAgain({ ...options, words: [linkTo(theirs.url, KEY)] });
  await expect
    .poll(() => page.evaluate(() => window.lecternDesktop.readProposal()))
    .toMatchObject({
      origin: theirs.url,
      hasKey: true,
    });
  const hint = page.getByText(`A link to ${hostOf(theirs.url)} waits until you stop.`);
  await expect(hint).toBeVisible();
  await expect(question(page)).toBeHidden();
  // Nor is it taken by any other way than the question.
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
  expect(readdirSync(options.userDataDir)).not.toContain('presenter-keys.json');
  expect(await presenter.watchUrl()).toBe(before);
});

test('a link that is not one of ours is passed over, without its key in the log', async () => {
  running = await launchPresenterApp(options);
  const said: string[] = [];
  running.app.process().stderr?.on('data', (data: Buffer) => said.push(data.toString()));
  await new Presenter(running.page).watchUrl();
  await startAgain({ ...options, words: [`lectern://connect?service=http://lectern.example&key=${KEY}`] });
  await expect.poll(() => said.join('')).toContain('a lectern:// link was passed over');
  expect(said.join('')).not.toContain(KEY);
  expect(await running.page.evaluate(() => window.lecternDesktop.readProposal())).toBeNull();
});

test('a service that wants a key, a wrong one, and the right one', async () => {
  const theirs = await keyed();
  const { page } = await start({ serviceUrl: theirs.url });
  await expect(sentence(page)).toContainText(
    'This service wants a presenter key. Ask its admin for an enrolment link.',
  );
  const mine = card(await openServices(page), theirs.url);
  await expect(mine).toContainText('wants a presenter key');
  await mine.getByLabel('Presenter key').fill(WRONG_KEY);
  await mine.getByRole('button', { name: 'Keep key' }).click();
  await expect(mine).toContainText('doesn’t take your presenter key');
  await expect(sentence(page)).toContainText('doesn’t take your presenter key');
  await mine.getByRole('button', { name: /Change the key/ }).click();
  await mine.getByLabel('Presenter key').fill(KEY);
  await mine.getByRole('button', { name: 'Keep key' }).click();
  await expect(mine).toContainText('your key is accepted');
  await page.getByRole('button', { name: 'Done' }).click();
  expect(await new Presenter(page).watchUrl()).toContain(`:${theirs.port}/r/`);
});

test('a presenter in a browser enters the key there, and it stays in that browser', async () => {
  requires('chromium');
  const served = await servePresenterPage();
  ending.push(() => served.close());
  const theirs = await startServiceProcess({
    LECTERN_PRESENTER_KEYS: KEY,
    LECTERN_ALLOWED_ORIGINS: served.origin,
  });
  ending.push(() => theirs.stop());
  served.announceService(theirs.url);
  const { browser, close } = await openOwnChromium([...fakeDevices, '--use-fake-ui-for-media-stream']);
  ending.push(close);
  const page = await browser.newPage();
  await page.goto(served.address);
  await expect(sentence(page)).toContainText('This service wants a presenter key.');
  const mine = card(await openServices(page), theirs.url);
  await mine.getByLabel('Presenter key').fill(KEY);
  await mine.getByRole('button', { name: 'Keep key' }).click();
  const presenter = new Presenter(page);
  expect(await presenter.watchUrl()).toContain('/r/');
  await page.reload();
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(page), theirs.url)).toContainText('your key is accepted');
});

test('services are added by typing and pasting, used and removed', async () => {
  const theirs = await startServiceProcess();
  ending.push(() => theirs.stop());
  const presenter = await start();
  const { page } = presenter;
  await presenter.watchUrl();
  const services = await openServices(page);
  await expect(card(services, ours.url)).toContainText(/Answers in \d+ ms · version \d+\.\d+\.\d+ · no key needed/);
  const field = page.getByLabel('Add a service');
  for (const [text, problem] of [
    ['http://lectern.example', 'needs an address with https'],
    ['not an address', 'no address of a service'],
    ['lectern://connect?key=x', 'not whole'],
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
  await page.getByRole('button', { name: `Use ${hostOf(ours.url)}` }).click();
  await expect.poll(() => presenter.watchUrl()).toContain(`:${ours.port}/r/`);
  await openServices(page);
  await page.getByRole('button', { name: `Remove ${hostOf(theirs.url)}` }).click();
  await expect(card(after, theirs.url)).toHaveCount(0);
});

test('the settings by keyboard alone', async () => {
  const presenter = await start();
  const { page } = presenter;
  await presenter.watchUrl();
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'You and your room' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('tab', { name: 'Services', selected: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Add a service')).toBeFocused();
  await page.keyboard.type('not an address');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'no address of a service' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
});

test('a service that is down says so, and is back by itself', async () => {
  await ours.kill();
  const presenter = await start();
  const { page } = presenter;
  await expect(sentence(page)).toContainText('Nothing answers at this address');
  const services = await openServices(page);
  await expect(card(services, ours.url)).toContainText('The service may be switched off');
  await page.getByRole('button', { name: 'Done' }).click();
  await ours.restart();
  expect(await presenter.watchUrl()).toContain('/r/');
  await presenter.expectStatus('offline');
  await expect(card(await openServices(page), ours.url)).toContainText('Answers in');
});

const speaking = async (newest: number, oldest: number): Promise<TestService> => {
  const service = await startSignaling({ protocol: { newest, oldest } });
  ending.push(() => service.close());
  return service;
};

test('one version apart works; further apart it is said which side to update', async () => {
  const { newest } = spoken;
  const tooNew = await speaking(newest + 9, newest + 8);
  let { page } = await start({ serviceUrl: tooNew.url });
  const update = 'This app is too old for the service. Update the app to go live.';
  await expect(sentence(page)).toContainText(update);
  await expect(card(await openServices(page), tooNew.url)).toContainText(update);
  await stop();
  const neighbour = await speaking(newest + 1, newest);
  const presenter = await start({ serviceUrl: neighbour.url });
  ({ page } = presenter);
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(page), neighbour.url)).toContainText('Answers in');
});

test('settings that cannot be read are kept beside, and the app says where', async () => {
  await start();
  await stop();
  writeFileSync(join(options.userDataDir, 'settings.json'), '{"services":[{"origin":"javascript:1"}]');
  const { page } = await start();
  const said = page.getByRole('alert').filter({ hasText: 'Your settings could not be read and start anew.' });
  const kept = (await said.locator('code').textContent()) ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('javascript:1');
  await said.getByRole('button', { name: 'Understood' }).click();
  await expect(said).toBeHidden();
});

test('the system’s proxy is used, also by names that only it knows', async () => {
  const proxy = await startForwardProxy({ 'lectern.internal': ours.port });
  ending.push(() => proxy.close());
  const throughProxy = [...fakeDevices, `--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>'];
  const serviceUrl = `http://lectern.internal:${ours.port}`;
  const presenter = await start({ serviceUrl, args: throughProxy });
  expect(await presenter.watchUrl()).toContain('/r/');
  expect(proxy.seen).toContain(`CONNECT lectern.internal:${ours.port}`);
  await expect(card(await openServices(presenter.page), serviceUrl)).toContainText('Answers in');
  expect(proxy.seen).toContain(`GET ${serviceUrl}/version`);
  await stop();
  const { page } = await start({ serviceUrl: 'https://elsewhere.internal', args: throughProxy });
  await expect(sentence(page)).toContainText('Your network’s proxy doesn’t let Lectern through');
});

test('a certificate of a private authority is believed where the system believes it, and named where not', async () => {
  requires('openssl', 'certutil');
  const authority = makeAuthority(folder);
  const front = await startTlsFront(authority, ours.port);
  ending.push(() => front.close());
  const home = join(folder, 'home');
  const { page } = await start({ serviceUrl: front.url, environment: { HOME: folder } });
  await expect(sentence(page)).toContainText('This computer doesn’t trust the service’s certificate.');
  await expect(card(await openServices(page), front.url)).toContainText('which certificate authority to install');
  await stop();
  authority.believedIn(home);
  const presenter = await start({ serviceUrl: front.url, environment: { HOME: home } });
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(presenter.page), front.url)).toContainText('Answers in');
});
