/** The web server of a captive portal, as a program: `portal-server.ts PORT redirect|page`. */
import { createServer } from 'node:http';

/** Where it welcomes its guests. */
const PORTAL = '192.0.2.80';
const [port, answer] = process.argv.slice(2);

const server = createServer((request, response) => {
  // Portals do not keep connections, so that the guest's next one goes through.
  response.setHeader('Connection', 'close');
  response.setHeader('Content-Type', 'text/html');
  if (answer === 'redirect' && request.headers.host !== PORTAL)
    response.writeHead(302, { Location: `http://${PORTAL}/welcome` });
  response.end('<!doctype html><title>Guest network</title><p>Please accept the terms of this network.</p>');
});
// WebSockets get the same page.
server.on('upgrade', (_request, socket) => {
  socket.end(`HTTP/1.1 302 Found\r\nLocation: http://${PORTAL}/welcome\r\nConnection: close\r\n\r\n`);
});
server.listen(Number(port), '0.0.0.0', () => console.log('listening'));
