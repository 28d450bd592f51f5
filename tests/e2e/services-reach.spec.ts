/** Services that are down, of another version or behind something, and settings that cannot be read: the real app says what is the matter. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spoken } from '@lectern/protocol';
import { expect, test } from '@playwright/test';
import { AppAndService, card, openServices, sentence } from '../support/drive/app-and-service.ts';
import { startForwardProxy } from '../support/machine/forward-proxy.ts';
import { fakeDevices } from '../support/drive/presenter.ts';
import { makeAuthority, startTlsFront } from '../support/machine/private-authority.ts';
import { requires } from '../support/machine/requirements.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let desk: AppAndService;

test.beforeAll(() => requires('electron', 'xvfb'));
test.beforeEach(async () => {
  desk = await AppAndService.begin();
});
test.afterEach(() => desk.end());

test('a service that is down says so, and is back by itself', async () => {
  await desk.ours.kill();
  const presenter = await desk.start();
  const { page } = presenter;
  await expect(sentence(page)).toContainText('Nothing answers at this address');
  const services = await openServices(page);
  await expect(card(services, desk.ours.url)).toContainText('The service may be switched off');
  await page.getByRole('button', { name: 'Done' }).click();
  await desk.ours.restart();
  expect(await presenter.watchUrl()).toContain('/r/');
  await presenter.expectStatus('offline');
  await expect(card(await openServices(page), desk.ours.url)).toContainText('Answers in');
});

const speaking = async (newest: number, oldest: number): Promise<TestService> => {
  const service = await startSignaling({ protocol: { newest, oldest } });
  desk.atEnd(() => service.close());
  return service;
};

test('one version apart works; further apart it is said which side to update', async () => {
  const { newest } = spoken;
  const tooNew = await speaking(newest + 9, newest + 8);
  let { page } = await desk.start({ serviceUrl: tooNew.url });
  const update = 'This app is too old for the service. Update the app to go live.';
  await expect(sentence(page)).toContainText(update);
  await expect(card(await openServices(page), tooNew.url)).toContainText(update);
  await desk.stop();
  const neighbour = await speaking(newest + 1, newest);
  const presenter = await desk.start({ serviceUrl: neighbour.url });
  ({ page } = presenter);
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(page), neighbour.url)).toContainText('Answers in');
});

test('settings that cannot be read are kept beside, and the app says where', async () => {
  await desk.start();
  await desk.stop();
  writeFileSync(join(desk.options.userDataDir, 'settings.json'), '{"services":[{"origin":"javascript:1"}]');
  const { page } = await desk.start();
  const said = page.getByRole('alert').filter({ hasText: 'Your settings could not be read' });
  const kept = (await said.locator('code').textContent()) ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('javascript:1');
  await said.getByRole('button', { name: 'Got it' }).click();
  await expect(said).toBeHidden();
});

test('the system’s proxy is used, also by names that only it knows', async () => {
  const proxy = await startForwardProxy({ 'lectern.internal': desk.ours.port });
  desk.atEnd(() => proxy.close());
  const throughProxy = [...fakeDevices, `--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>'];
  const serviceUrl = `http://lectern.internal:${desk.ours.port}`;
  const presenter = await desk.start({ serviceUrl, args: throughProxy });
  expect(await presenter.watchUrl()).toContain('/r/');
  expect(proxy.seen).toContain(`CONNECT lectern.internal:${desk.ours.port}`);
  await expect(card(await openServices(presenter.page), serviceUrl)).toContainText('Answers in');
  expect(proxy.seen).toContain(`GET ${serviceUrl}/version`);
  await desk.stop();
  const { page } = await desk.start({ serviceUrl: 'https://elsewhere.internal', args: throughProxy });
  await expect(sentence(page)).toContainText('Your network’s proxy doesn’t let Lectern through');
});

test('a certificate of a private authority is believed where the system believes it, and named where not', async () => {
  requires('openssl', 'certutil');
  const authority = makeAuthority(desk.folder);
  const front = await startTlsFront(authority, desk.ours.port);
  desk.atEnd(() => front.close());
  const home = join(desk.folder, 'home');
  const { page } = await desk.start({ serviceUrl: front.url, environment: { HOME: desk.folder } });
  await expect(sentence(page)).toContainText('This computer doesn’t trust the service’s certificate.');
  await expect(card(await openServices(page), front.url)).toContainText('which certificate authority to install');
  await desk.stop();
  authority.believedIn(home);
  const presenter = await desk.start({ serviceUrl: front.url, environment: { HOME: home } });
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(presenter.page), front.url)).toContainText('Answers in');
});
