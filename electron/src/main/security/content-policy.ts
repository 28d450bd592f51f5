/** The Content-Security-Policy of the presenter UI, sent as a header with every file. */

/**
 * `serviceUrl` is the address of the service. Its origin is the only other one that the page may
 * call, over HTTP and WebSocket.
 */
export function contentPolicy(serviceUrl: string): string {
  const { origin: serviceOrigin } = new URL(serviceUrl);
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'worker-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob: mediastream:",
    'connect-src': `'self' ${serviceOrigin} ${serviceOrigin.replace(/^http/, 'ws')}`,
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
