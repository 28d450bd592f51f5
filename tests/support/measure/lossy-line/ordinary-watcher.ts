/** The far end of an ordinary link: a page with one connection and a video element. */
import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { DrawnPresenter } from '../../drive/drawn-presenter.ts';
import { installConnectionList } from '../connection-list.ts';
import { readReceived } from './received.ts';

/** Joins and waits for the first frames and the sound. */
export async function joinOrdinarily(presenter: DrawnPresenter, browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(installConnectionList);
  await page.goto('about:blank');
  const answer = await page.evaluate(answerOffer, await presenter.openOrdinaryLink());
  await presenter.acceptOrdinarily(answer);
  await expect
    .poll(async () => {
      const { frames, samples } = await page.evaluate(readReceived);
      return Math.min(frames, samples);
    })
    .toBeGreaterThan(10);
  return page;
}

/** Runs in the page. */
async function answerOffer(sdp: string): Promise<string> {
  const pc = new RTCPeerConnection();
  const stream = new MediaStream();
  const video = Object.assign(document.createElement('video'), {
    autoplay: true,
    playsInline: true,
    srcObject: stream,
  });
  document.body.append(video);
  pc.addEventListener('track', ({ track }) => stream.addTrack(track));
  const gathered = new Promise<void>((resolve) => {
    pc.addEventListener('icecandidate', ({ candidate }) => candidate === null && resolve());
  });
  await pc.setRemoteDescription({ type: 'offer', sdp });
  await pc.setLocalDescription();
  await gathered;
  return pc.localDescription?.sdp ?? '';
}
