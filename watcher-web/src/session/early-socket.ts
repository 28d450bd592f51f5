/**
 * Opens the WebSocket while the core is still loading, and checks UDP. It is a script of its own
 * that needs no other file, so it arrives one or two round trips earlier. Messages that come before
 * the core takes over are kept for it.
 */
import { checkUdp, type EarlySocket, type UdpState } from '@lectern/rtc';

/** What the service has written into the page. */
export const written = (name: string): string | undefined =>
  document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? undefined;

/**
 * The address that Socket.IO's client uses, one level above the room's. If they ever differ, the
 * core opens its own socket.
 */
function address(): string {
  const hint = written('room-hint');
  const query = `${hint === undefined ? '' : `a=${hint}&`}EIO=4&transport=websocket`;
  return new URL(`../signaling/?${query}`, location.href).href.replace(/^http/, 'ws');
}

function open(): EarlySocket | undefined {
  // Without a room there is nothing to join; for old browsers, old-browser.js says what is missing.
  if (!/\/r\/[^/]+$/.test(location.pathname) || !('WebSocket' in window) || !('RTCPeerConnection' in window))
    return undefined;
  const socket = new WebSocket(address());
  const received: MessageEvent[] = [];
  const record = (event: MessageEvent): void => void received.push(event);
  socket.addEventListener('message', record);
  return { socket, received, stopRecording: () => socket.removeEventListener('message', record) };
}

export const earlySocket = open();

/** The page names the service's STUN servers. */
const stunUrls = written('stun')?.split(' ') ?? [];

/** Whether UDP gets through, which a link has to know as soon as it is opened. */
export const earlyUdp: { readonly stunUrls: readonly string[]; readonly check: Promise<UdpState> } | undefined =
  earlySocket === undefined ? undefined : { stunUrls, check: checkUdp(stunUrls) };
