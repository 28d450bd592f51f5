/**
 * Opens the WebSocket while the core is still loading, and checks UDP. It is a script of its own that
 * needs no other file, so it arrives one or two round trips earlier. Messages that come before the
 * core takes over are kept for it.
 */
import { checkUdp, type EarlySocket, type UdpState } from '@lectern/rtc';

/**
 * The address that Socket.IO's client uses, one level above the room's. If they ever differ, the core opens its own socket. */
const address = (): string =>
  new URL('../signaling/?EIO=4&transport=websocket', location.href).href.replace(/^http/, 'ws');

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
const stunUrls = document.querySelector('meta[name="stun"]')?.getAttribute('content')?.split(' ') ?? [];

/** Whether UDP gets through, which a link has to know as soon as it is opened. */
export const earlyUdp: { readonly stunUrls: readonly string[]; readonly check: Promise<UdpState> } | undefined =
  earlySocket === undefined ? undefined : { stunUrls, check: checkUdp(stunUrls) };
