/**
 * TURN by the real coturn: who takes it, what a direct link keeps, and pictures over UDP, TCP and
 * TLS. One watcher is on a second machine, whose UDP may be blocked.
 */
import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AudienceList } from '../support/drive/audience-list.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { expectPlaying } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { openTurnStage, type TurnStage } from '../support/measure/turn-use.ts';

requires('chromium', 'firefox', 'electron', 'ip', 'nft', 'root', 'coturn', 'openssl', 'certutil');

let stage: TurnStage;
test.beforeAll(async () => {
  stage = await openTurnStage();
});
test.afterAll(() => stage.close());

/** The check of UDP may be late on a busy machine, and its watcher then takes TURN. */
test('direct links take no port of the TURN server, at neither end', async () => {
  const room = await stage.openRoom();
  const taken: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    const before = stage.coturn.countAllocations();
    const watcher = await room.watch();
    expect((await watcher.facts()).localCandidateType).not.toBe('relay');
    await pause(1_000);
    taken.push(stage.coturn.countAllocations() - before);
    await watcher.close();
  }
  expect(taken.toSorted((a, b) => a - b)[1]).toBe(0);
  await room.close();
});

/** `bench -- signaling` measures how soon. */
test('a watcher without UDP has its picture over TURN, and only its own end takes ports', async () => {
  const restore = await stage.machine.blockUdp();
  const taken: number[] = [];
  for (const atOnce of [false, true]) {
    const before = stage.coturn.countAllocations();
    const room = await stage.openRoom({ atOnce });
    const watcher = await room.watch();
    expect((await watcher.facts()).localCandidateType).toBe('relay');
    taken.push(stage.coturn.countAllocations() - before);
    await watcher.close();
    await room.close();
  }
  // One over TCP and one over TLS.
  expect(taken[0]).toBe(2);
  // The control: offered to both ends at once, TURN costs the presenter's end as well.
  expect(taken[1]).toBeGreaterThan(2);
  await restore();
});

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`a room that uses TURN only: pictures over ${transport}, in Chromium and Firefox`, async () => {
    const room = await stage.openRoom({
      turnOnly: true,
      transports: [transport],
      // Firefox connects to no TURN server over TLS that is named by its address.
      ...(transport === 'tls' ? { turnHost: 'localhost' } : {}),
    });
    const firefox = await stage.openFirefox();
    for (const browser of [stage.chromium, firefox]) {
      const watcher = await browser.watch(room.url);
      await expectPlaying(watcher);
      expect((await watcher.facts()).localCandidateType).toBe('relay');
      await watcher.close();
    }
    expect(await room.presenter.candidateTypes()).toEqual(new Set(['relay']));
    await firefox.close();
    await room.close();
  });
}

/** The app at a service of its own. */
async function startApp(serviceUrl: string): Promise<{ presenter: Presenter; end: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-turn-'));
  const userDataDir = join(folder, 'profile');
  const { app, page } = await launchPresenterApp({
    serviceUrl,
    userDataDir,
    args: slowFakeDevices,
    environment: { HOME: stage.home },
  });
  return {
    presenter: new Presenter(page),
    end: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('the app hides addresses where its presenter wants that, and shows the watcher as relayed', async () => {
  const service = await stage.startService();
  const { presenter, end } = await startApp(service.url);
  const { page } = presenter;
  await page.getByRole('button', { name: 'Settings' }).click();
  const only = page.getByRole('switch', { name: 'Hide network addresses' });
  await only.click();
  await expect(only).toBeChecked();
  await page.screenshot({ path: test.info().outputPath('turn-only.png') });
  await page.keyboard.press('Escape');
  await presenter.goLive();
  const watcher = await stage.chromium.watch(await presenter.watchUrl());
  await expectPlaying(watcher);
  expect((await watcher.facts()).localCandidateType).toBe('relay');
  const list = new AudienceList(page);
  await list.open();
  const route = async (): Promise<object> => {
    const { route: way, reason } = (await list.lines())[0] ?? {};
    return { way, reason };
  };
  await expect.poll(route, { timeout: 15_000 }).toEqual({ way: 'Relayed (TURN) over UDP', reason: 'addresses hidden' });
  await page.screenshot({ path: test.info().outputPath('watchers-relayed.png') });
  await watcher.close();
  await end();
  await service.close();
});

for (const transport of ['tcp', 'tls'] as const) {
  test(`the app and a watcher, both without UDP: a picture over ${transport}`, async () => {
    const [restore, restoreHere] = [await stage.machine.blockUdp(), await stage.coturn.blockUdp()];
    const service = await stage.startService({ turn: stage.turnOver([transport]) });
    const { presenter, end } = await startApp(service.url);
    await presenter.goLive();
    const watcher = await stage.openPage(new URL(await presenter.watchUrl()).pathname, service.port);
    await expectPlaying(watcher);
    expect((await watcher.facts()).localCandidateType).toBe('relay');
    const list = new AudienceList(presenter.page);
    await list.open();
    const route = async (): Promise<string> => {
      const { route: way, reason } = (await list.lines())[0] ?? {};
      return `${way ?? ''}, ${reason ?? ''}`;
    };
    await expect
      .poll(route, { timeout: 15_000 })
      .toBe(`Relayed (TURN) over ${transport.toUpperCase()}, UDP blocked there`);
    await watcher.close();
    await end();
    await service.close();
    await restoreHere();
    await restore();
  });
}

test('without TURN, a watcher whose path would need it learns that, and so does the presenter', async () => {
  const restore = await stage.machine.blockUdp();
  const service = await stage.startService({ turn: null });
  const { presenter, end } = await startApp(service.url);
  await presenter.goLive();
  const watcher = await stage.openPage(new URL(await presenter.watchUrl()).pathname, service.port);
  await expect
    .poll(() => watcher.read(() => document.body.innerText), { timeout: 40_000 })
    .toContain('The picture can’t get through this network.');
  await expect(new AudienceList(presenter.page).sentence).toContainText('not reached', { timeout: 40_000 });
  await presenter.page.screenshot({ path: test.info().outputPath('not-reached.png') });
  await watcher.close();
  await end();
  await service.close();
  await restore();
});
