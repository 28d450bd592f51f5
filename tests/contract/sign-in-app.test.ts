/**
 * The app's side of a sign-in, against a real provider and a real service: in the browser and by
 * code, refused, cancelled, and while one of the two is away.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignInProgress } from '@lectern/bridge';
import { ADMISSION_HEADER } from '@lectern/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Saving } from '../../electron/src/main/files/saving.ts';
import { fakeLogger, type FakeLogger } from '../../electron/src/main/log/logger.fixture.ts';
import { ServiceSecrets, signIns } from '../../electron/src/main/services/service-secrets.ts';
import { Admissions } from '../../electron/src/main/sign-in/admissions.ts';
import { SignIn } from '../../electron/src/main/sign-in/sign-in.ts';
import { signInWords } from '../../electron/src/main/words.ts';
import { closeClients, openRoom } from '../support/service/clients.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { visitProvider } from '../support/service/provider-visitor.ts';
import { askVersion, presentingBy } from '../support/service/sign-in-service.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
});
afterAll(() => provider.stop());

let service: TestService;
let folder: string;
let log: FakeLogger;
let admissions: Admissions;
let progress: (SignInProgress | null)[];
let opened: string[];
/** What the person does with the page that the app opens. */
let visit: (address: string) => Promise<unknown>;
let signIn: SignIn;

const as = (login: string) => (address: string) => visitProvider(address, { login, password: 'any' });

async function start(settings: Record<string, string> = {}): Promise<void> {
  service = await startSignaling({ ...presentingBy(provider, settings), provider: { retryAfterMs: 0 } });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-sign-in-'));
  log = fakeLogger();
  progress = [];
  opened = [];
  visit = as('ada');
  const secrets = { ...signIns, folder, findKeychain: () => undefined, saving: new Saving(log), log };
  admissions = new Admissions(new ServiceSecrets(secrets));
  signIn = new SignIn({
    admissions,
    fetch: (url, init) => fetch(url, init),
    openPage: async (address) => {
      opened.push(address);
      void visit(address);
    },
    onProgress: (now) => progress.push(now),
    onSignedIn: () => undefined,
    log,
  });
});
afterEach(async () => {
  closeClients();
  await service.close();
});

const inBrowser = () => Promise.resolve(signIn.handlers.signIn(service.url, 'browser'));
const byCode = () => Promise.resolve(signIn.handlers.signIn(service.url, 'code'));
const failure = (attempt: Promise<boolean>) =>
  attempt.then(
    () => 'signed in',
    (error: Error) => error.message,
  );

test('signed in with the browser, the app presents, and keeps the admission but no token of the provider', async () => {
  await start();
  let page = '';
  visit = async (address) => (page = await as('ada')(address));
  expect(await inBrowser()).toBe(true);
  const [address = ''] = opened;
  const { searchParams, origin } = new URL(address);
  expect(origin).toBe(provider.issuer);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signed-in$/);
  await expect.poll(() => page).toContain(signInWords.backToApp);
  expect(progress).toEqual([{ origin: service.url, code: null }, null]);

  const kept = admissions.read(service.url);
  expect(kept).toMatchObject({ name: 'ada@example.edu' });
  const headers = { [ADMISSION_HEADER]: kept?.admission ?? '' };
  expect(await askVersion(service.url, headers)).toMatchObject({ presenting: 'admitted' });
  await openRoom(service.url, { headers });
  const file = readFileSync(join(folder, 'sign-ins.json'), 'utf8');
  expect(Object.keys(JSON.parse(file) as object)).toEqual(['keys']);
  // Of the provider's tokens none is kept, and of the service's none is logged.
  expect([...file.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g)]).toHaveLength(1);
  expect(log.lines.join('\n')).not.toMatch(/eyJ|code=/);

  void signIn.handlers.signOut(service.url);
  expect(admissions.read(service.url)).toBeNull();
  expect(readFileSync(join(folder, 'sign-ins.json'), 'utf8')).not.toContain('eyJ');
});

test('signed in with a code that is entered on another device', async () => {
  await start({ LECTERN_OIDC_DEVICE_CODE: 'on' });
  const signedIn = byCode();
  await expect.poll(() => progress).toHaveLength(1);
  const code = progress[0]?.code;
  expect(code).toMatchObject({ address: `${provider.issuer}/device`, text: expect.stringMatching(/^\w{4}-\w{4}$/) });
  expect(opened).toEqual([]);
  await visitProvider(code?.address ?? '', { user_code: code?.text ?? '', login: 'ada', password: 'any' });
  expect(await signedIn).toBe(true);
  expect(admissions.read(service.url)).toMatchObject({ name: 'ada@example.edu' });
  expect(progress.at(-1)).toBeNull();
});

test('where the admin has not turned codes on, none is asked for', async () => {
  await start();
  expect(await failure(byCode())).toBe(signInWords.noCodes);
});

test('a person whom no rule lets in reads so, and is not signed in', async () => {
  await start();
  visit = as('eve');
  expect(await failure(inBrowser())).toBe(signInWords.refused);
  expect(admissions.read(service.url)).toBeNull();
});

test('a sign-in that the person declines, or that another page answers, is none', async () => {
  await start();
  visit = async (address) => {
    const { searchParams } = new URL(address);
    const back = searchParams.get('redirect_uri') ?? '';
    const answer = (params: Record<string, string>) => fetch(`${back}?${new URLSearchParams(params).toString()}`);
    // Some page in the browser, which does not know the state.
    expect((await answer({ code: 'made-up', state: 'guessed' })).status).toBe(404);
    expect((await fetch(new URL('/', back))).status).toBe(404);
    const declined = await answer({
      error: 'access_denied',
      state: searchParams.get('state') ?? '',
      iss: provider.issuer,
    });
    expect(await declined.text()).toContain(signInWords.notSignedIn);
  };
  expect(await failure(inBrowser())).toBe(signInWords.denied);
  // A made-up code with the right state is refused by the provider.
  visit = (address) => {
    const { searchParams } = new URL(address);
    const state = searchParams.get('state') ?? '';
    const answer = new URLSearchParams({ code: 'made-up', state, iss: provider.issuer });
    return fetch(`${searchParams.get('redirect_uri') ?? ''}?${answer.toString()}`);
  };
  expect(await failure(inBrowser())).toBe(signInWords.denied);
});

test('a cancelled sign-in is over at once, and a second one replaces the first', async () => {
  await start();
  visit = async () => undefined;
  const cancelled = inBrowser();
  await expect.poll(() => opened).toHaveLength(1);
  void signIn.handlers.cancelSignIn();
  expect(await cancelled).toBe(false);
  const replaced = inBrowser();
  await expect.poll(() => opened).toHaveLength(2);
  visit = as('ada');
  expect(await inBrowser()).toBe(true);
  expect(await replaced).toBe(false);
  // The listener of the first one is gone.
  const { searchParams } = new URL(opened[0] ?? '');
  await expect(fetch(searchParams.get('redirect_uri') ?? '')).rejects.toThrow();
});

test('while the provider or the service is away, the app says which of them', async () => {
  await start();
  await provider.stop();
  expect(await failure(inBrowser())).toBe(signInWords.providerAway);
  await provider.startAgain();
  const { url } = service;
  await service.close();
  expect(await failure(Promise.resolve(signIn.handlers.signIn(url, 'browser')))).toBe(signInWords.serviceAway);
  service = await startSignaling();
  expect(await failure(inBrowser())).toBe(signInWords.noSignIn);
});
