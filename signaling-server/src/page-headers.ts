/** What the watcher page may do: load its own files, talk to this service, play media. Nothing else. */
import type { RequestHandler } from 'express';
import { readDialed } from './addresses.ts';

export const setPageHeaders =
  (trustedProxies: number): RequestHandler =>
  (request, response, next) => {
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
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ];
    response.set({
      'Content-Security-Policy': policy.join('; '),
      'Permissions-Policy': 'camera=(), microphone=(), display-capture=()',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
    });
    next();
  };
