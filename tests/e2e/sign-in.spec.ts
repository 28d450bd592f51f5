/**
 * Presenters who sign in with an identity provider, in the real app: by the browser and by a code,
 * over restarts, while the provider is down, and when a sign-in ends. Keeps screenshots.
 */
import { expect, test, type Page } from '@playwright/test';
import { AppAndService, card, openServices, sentence } from '../support/drive/app-and-service.ts';
import type { Presenter } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { visitProvider } from '../support/service/provider-visitor.ts';
import { signInSettings } from '../support/service/sign-in-service.ts';
import type { ServiceProcess } from '../support/service/service-process.ts';

let setup: AppAndService;
let provider: TestProvider;
let service: ServiceProcess;

requires('electron', 'xvfb');
test.beforeEach(async () => {
  setup = await AppAndService.begin();
  provider = await TestProvider.start();
  service = await setup.startSecondService(signInSettings(provider, { LECTERN_OIDC_DEVICE_CODE: 'on' }));
});
test.afterEach(async () => {
  await setup.end();
  await provider.stop();
});

/**
 * The addresses that the app would open in the system's browser are kept in its process instead.
 */
async function start(): Promise<Presenter> {
  const presenter = await setup.start({ serviceUrl: service.url });
  await setup.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedPages: opened });
    shell.openExternal = async (address) => void opened.push(address);
  });
  return presenter;
}

/** The last address that the app has opened. */
const openedPage = (): Promise<string | undefined> =>
  setup.app.evaluate(() => (globalThis as { openedPages?: string[] }).openedPages?.pop());

async function signInWithBrowser(login: string): Promise<void> {
  let address: string | undefined;
  await expect.poll(async () => (address ??= await openedPage())).toContain(provider.issuer);
  expect(await visitProvider(address ?? '', { login, password: 'any' })).toContain('go back to Lectern');
}

const shot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });

test('signed in with the browser, the app presents: over restarts, and while the provider is down', async () => {
  let presenter = await start();
  let { page } = presenter;
  await expect(sentence(page)).toContainText('To present at this service, sign in.');
  await shot(page, 'sign-in-missing');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(sentence(page)).toContainText('Your browser shows the page to sign in.');
  await shot(page, 'under-way');
  await signInWithBrowser('ada');
  expect(await presenter.watchUrl()).toContain(`:${String(service.port)}/r/`);
  await presenter.goLive();

  // Neither the page nor a call of it has the admission.
  const known = await page.evaluate(async () => {
    const { lecternDesktop: desktop } = window;
    const check = await desktop.checkService((await desktop.describeHost()).defaultServiceUrl);
    return JSON.stringify([check, await desktop.readSettings(), Object.entries(localStorage)]);
  });
  expect(known).toContain('ada@example.edu');
  expect(known).not.toContain('eyJ');

  await provider.stop();
  await service.kill();
  await presenter.expectStatus('trouble');
  await service.restart();
  await presenter.expectStatus('live');
  await presenter.stop();
  const mine = card(await openServices(page), service.url);
  await expect(mine).toContainText(/Signed in as ada@example\.edu until \d/);
  await shot(page, 'signed-in');

  await setup.stop();
  presenter = await start();
  ({ page } = presenter);
  expect(await presenter.watchUrl()).toContain('/r/');
  await provider.startAgain();
});

test('a sign-in that ends while live says what to do, and the broadcast goes on after it', async () => {
  const presenter = await start();
  const { page } = presenter;
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInWithBrowser('ada');
  await presenter.watchUrl();
  await presenter.goLive();
  await service.kill();
  // Other rules end every sign-in; these still let Ada in.
  await service.restart({ LECTERN_OIDC_GROUPS: 'staff,physics' });
  await expect(sentence(page)).toContainText('Your sign-in at this service has ended. Sign in again.', {
    timeout: 30_000,
  });
  await shot(page, 'sign-in-expired');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInWithBrowser('ada');
  await presenter.expectStatus('live');
});

test('signed out, and in again with a code; a person whom no rule lets in reads why', async () => {
  const presenter = await start();
  const { page } = presenter;
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInWithBrowser('eve');
  await expect(page.getByRole('alert')).toContainText('this service doesn’t let you present');
  await shot(page, 'refused');

  const mine = card(await openServices(page), service.url);
  await expect(mine).toContainText('The page to sign in is at 127.0.0.1');
  await mine.getByRole('button', { name: 'with a code' }).click();
  const code = mine.locator('strong').filter({ hasText: /^\w{4}-\w{4}$/ });
  await expect(code).toBeVisible();
  await shot(page, 'code');
  const text = (await code.textContent()) ?? '';
  await visitProvider(`${provider.issuer}/device`, { user_code: text, login: 'ada', password: 'any' });
  await expect(mine).toContainText('Signed in as ada@example.edu', { timeout: 20_000 });
  await mine.getByRole('button', { name: 'Sign out' }).click();
  await expect(mine).toContainText('To present at this service, sign in.');
  await shot(page, 'signed-out');
});
