/**
 * What the watcher page may do: load its own files, talk to this service, play media; and which
 * sites may frame it.
 */
import type { RequestHandler } from 'express';
import { readDialed } from '../door/addresses.ts';

/** What a player needs, on its own or in a frame whose site grants it (`allow`). */
const GRANTED = ['autoplay', 'fullscreen', 'picture-in-picture', 'screen-wake-lock', 'clipboard-write'];
/**
 * Everything that would prompt a watcher or reveal something about them. Browsers ignore names that
 * they do not know.
 */
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
  // Chrome will prompt before media may connect directly in the local network. Denied, media takes
  // another path.
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

/** A year. Not with a port or path of its own: the host's other services would be bound, too. */
const STRICT_TRANSPORT = 'max-age=31536000';
const isHttpsHost = (url: string | null): boolean => /^https:\/\/[^:/]+$/.test(url ?? '');

interface HeaderOptions {
  readonly publicUrl: string | null;
  readonly trustedProxies: number;
  /** Sites that may show the page in a frame. */
  readonly embedOrigins: readonly string[];
}

export function setPageHeaders({ publicUrl, trustedProxies, embedOrigins }: HeaderOptions): RequestHandler {
  const isEmbeddable = embedOrigins.length > 0;
  const fixed = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    // A link is an invitation: it does not belong in a search engine.
    'X-Robots-Tag': 'noindex',
    ...(isHttpsHost(publicUrl) ? { 'Strict-Transport-Security': STRICT_TRANSPORT } : {}),
    // Browsers ignore it in a frame.
    'Cross-Origin-Opener-Policy': 'same-origin',
    // A sandboxed frame without an origin must load the script that reports it; an isolated site
    // requires both headers.
    'Cross-Origin-Resource-Policy': isEmbeddable ? 'cross-origin' : 'same-origin',
    ...(isEmbeddable ? { 'Cross-Origin-Embedder-Policy': 'require-corp' } : {}),
    // For browsers that do not know `frame-ancestors`.
    ...(isEmbeddable ? {} : { 'X-Frame-Options': 'DENY' }),
  };
  return (request, response, next) => {
    // A proxy may pass another host on than the one that the browser dials.
    const host = publicUrl === null ? readDialed(request, trustedProxies).host : new URL(publicUrl).host;
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
    // On pages only: on their files it has no effect and would cost every first visit bytes.
    if (!request.path.startsWith('/assets/')) response.set('Permissions-Policy', permissions);
    next();
  };
}
