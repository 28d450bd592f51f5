/**
 * The WebSocket that the page opens before its scripts have loaded: they take it over if it is
 * alive, and replace it if not.
 */
import { expect, test, type Page } from '@playwright/test';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { requires } from '../support/machine/requirements.ts';

let room: LiveRoom;

requires('chromium');
test.beforeAll(async () => {
  room = await openLiveRoom();
});
test.afterAll(() => room?.close());

async function watch(spoil?: () => void): Promise<string[]> {
  const page: Page = await (await room.browser.newContext()).newPage();
  const sockets: string[] = [];
  page.on('websocket', (socket) => void sockets.push(socket.url()));
  if (spoil) await page.addInitScript(spoil);
  await page.goto(room.url);
  await expect(page.locator('main')).toHaveAttribute('data-view', 'live');
  return sockets;
}

test('a page opens one WebSocket only', async () => {
  const [socket, ...more] = await watch();
  expect(more).toEqual([]);
  // For a balancer, which sees no more of it than the address.
  expect(new URL(socket ?? '').searchParams.get('a')).toMatch(/^[a-z2-9]{8}$/);
});

test('the scripts open another WebSocket if the early one is lost', async () => {
  const sockets = await watch(() => {
    const Original = window.WebSocket;
    let isFirst = true;
    window.WebSocket = class extends Original {
      constructor(...address: ConstructorParameters<typeof Original>) {
        super(...address);
        if (isFirst) this.close();
        isFirst = false;
      }
    };
  });
  expect(sockets.length).toBeGreaterThan(1);
});

test('the early WebSocket is closed if the address names no room', async () => {
  const page = await (await room.browser.newContext()).newPage();
  const socket = page.waitForEvent('websocket');
  await page.goto(`${room.service.url}/r/no-room`);
  const opened = await socket;
  if (!opened.isClosed()) await opened.waitForEvent('close');
});
