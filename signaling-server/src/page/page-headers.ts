/** What the watcher page may do: load its own files, talk to this service, play media. Nothing else, and in nobody's frame but as configured. */
import type { RequestHandler } from 'express';
import { readDialed } from '../door/addresses.ts';

/** What a player needs, in our own frame or in that of a site which passes it on (`allow`). */
const GRANTED = ['autoplay', 'fullscreen', 'picture-in-picture', 'screen-wake-lock', 'clipboard-write'];
/** Everything that a browser would ask a watcher about, or that could tell something of them. A browser passes over names that it does not know. */
const DENIED = [
  'accelerometer',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  // Chrome is to ask before media may take the direct way in one's own network. Without a question it takes another way.
  'local-network',
  'loopback-network',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];
const permissions = [...GRANTED.map((name) => `${name}=(self)`), ...DENIED.map((name) => `${name}=()`)].join(', ');

interface HeaderOptions {
  readonly trustedProxies: number;
  /** Sites that may show the page in a frame. */
  readonly embedOrigins: readonly string[];
}

export function setPageHeaders({ trustedProxies, embedOrigins }: HeaderOptions): RequestHandler {
  const isEmbeddable = embedOrigins.length > 0;
  const fixed = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    // Of a tab's own page only: a browser pays no heed to it in a frame.
    'Cross-Origin-Opener-Policy': 'same-origin',
    // A frame without an origin of its own has to get at the script that says so; a site that is isolated asks for both of these.
    'Cross-Origin-Resource-Policy': isEmbeddable ? 'cross-origin' : 'same-origin',
    ...(isEmbeddable ? { 'Cross-Origin-Embedder-Policy': 'require-corp' } : {}),
    // Browsers that know `frame-ancestors` pass this over.
    ...(isEmbeddable ? {} : { 'X-Frame-Options': 'DENY' }),
  };
  return (request, response, next) => {
    const { host } = readDialed(request, trustedProxies);
    // 'self' covers WebSockets in current browsers; older Safari wants them named.
    const sockets = host === '' ? '' : ` ws://${host} wss://${host}`;
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "media-src 'self' blob:",
      `connect-src 'self'${sockets}`,
      `frame-ancestors ${isEmbeddable ? embedOrigins.join(' ') : "'none'"}`,
      "base-uri 'none'",
      "form-action 'none'",
    ];
    response.set({ 'Content-Security-Policy': policy.join('; '), ...fixed });
    // Of pages alone; on each of their files it would cost every first visit more than it says.
    if (!request.path.startsWith('/assets/')) response.set('Permissions-Policy', permissions);
    next();
  };
}
