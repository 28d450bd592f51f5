/**
 * Services that are down, too old, behind a proxy or behind a private certificate: the app names
 * the problem.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spoken } from '@lectern/protocol';
import { expect, test } from '@playwright/test';
import { AppAndService, card, openServices, sentence } from '../support/drive/app-and-service.ts';
import { slowFakeDevices } from '../support/drive/presenter.ts';
import { startForwardProxy } from '../support/machine/forward-proxy.ts';
import { makeAuthority, startTlsFront } from '../support/machine/private-authority.ts';
import { requires } from '../support/machine/requirements.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let setup: AppAndService;

requires('electron', 'xvfb');
test.beforeEach(async () => {
  setup = await AppAndService.begin();
});
test.afterEach(() => setup.end());

test('a service that is down is reported, and found again by itself', async () => {
  await setup.ours.kill();
  const presenter = await setup.start();
  const { page } = presenter;
  await expect(sentence(page)).toContainText('Nothing answers at this address');
  const services = await openServices(page);
  await expect(card(services, setup.ours.url)).toContainText('The service may be switched off');
  await page.getByRole('button', { name: 'Done' }).click();
  await setup.ours.restart();
  expect(await presenter.watchUrl()).toContain('/r/');
  await presenter.expectStatus('offline');
  await expect(card(await openServices(page), setup.ours.url)).toContainText('Answers in');
});

const speaking = async (newest: number, oldest: number): Promise<TestService> => {
  const service = await startSignaling({ protocol: { newest, oldest } });
  setup.atEnd(() => service.close());
  return service;
};

test('one version apart works; further apart, the app says which side to update', async () => {
  const { newest } = spoken;
  const tooNew = await speaking(newest + 9, newest + 8);
  let { page } = await setup.start({ serviceUrl: tooNew.url });
  const update = 'This app is too old for the service. Update the app to go live.';
  await expect(sentence(page)).toContainText(update);
  await expect(card(await openServices(page), tooNew.url)).toContainText(update);
  await setup.stop();
  const neighbour = await speaking(newest + 1, newest);
  const presenter = await setup.start({ serviceUrl: neighbour.url });
  ({ page } = presenter);
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(page), neighbour.url)).toContainText('Answers in');
});

test('unreadable settings are moved aside, and the app says where', async () => {
  await setup.start();
  await setup.stop();
  writeFileSync(join(setup.options.userDataDir, 'settings.json'), '{"services":[{"origin":"javascript:1"}]');
  const { page } = await setup.start();
  const said = page.getByRole('alert').filter({ hasText: 'Your settings could not be read' });
  const kept = (await said.locator('code').textContent()) ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('javascript:1');
  await said.getByRole('button', { name: 'Got it' }).click();
  await expect(said).toBeHidden();
});

test('the system’s proxy is used, also for names that only it resolves', async () => {
  const proxy = await startForwardProxy({ 'lectern.internal': setup.ours.port });
  setup.atEnd(() => proxy.close());
  const throughProxy = [...slowFakeDevices, `--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>'];
  const serviceUrl = `http://lectern.internal:${setup.ours.port}`;
  await setup.ours.stop();
  await setup.ours.restart({ LECTERN_OTHER_NAMES: new URL(serviceUrl).host });
  const presenter = await setup.start({ serviceUrl, args: throughProxy });
  expect(await presenter.watchUrl()).toContain('/r/');
  expect(proxy.seen).toContain(`CONNECT lectern.internal:${setup.ours.port}`);
  await expect(card(await openServices(presenter.page), serviceUrl)).toContainText('Answers in');
  expect(proxy.seen).toContain(`GET ${serviceUrl}/version`);
  await setup.stop();
  const { page } = await setup.start({ serviceUrl: 'https://elsewhere.internal', args: throughProxy });
  await expect(sentence(page)).toContainText('Your network’s proxy doesn’t let Lectern through');
});

test('a private authority’s certificate is accepted if the system trusts it, and named as the problem if not', async () => {
  requires('openssl', 'certutil');
  const authority = makeAuthority(setup.folder);
  const front = await startTlsFront(authority, setup.ours.port);
  setup.atEnd(() => front.close());
  await setup.ours.stop();
  await setup.ours.restart({ LECTERN_PUBLIC_URL: front.url });
  const home = join(setup.folder, 'home');
  const { page } = await setup.start({ serviceUrl: front.url, environment: { HOME: setup.folder } });
  await expect(sentence(page)).toContainText('This computer doesn’t trust the service’s certificate.');
  await expect(card(await openServices(page), front.url)).toContainText('which certificate authority to install');
  await setup.stop();
  authority.trustIn(home);
  const presenter = await setup.start({ serviceUrl: front.url, environment: { HOME: home } });
  expect(await presenter.watchUrl()).toContain('/r/');
  await expect(card(await openServices(presenter.page), front.url)).toContainText('Answers in');
});
