/**
 * A proxy that ends every connection after a while, as a program: `cutting-proxy.ts PORT ADDRESS
 * SERVERPORT MS`.
 */
import { connect, createServer } from 'node:net';

const [port, address = '', serverPort, afterMs] = process.argv.slice(2);

const server = createServer((socket) => {
  const onward = connect(Number(serverPort), address);
  socket.pipe(onward).pipe(socket);
  const end = (): void => {
    socket.destroy();
    onward.destroy();
  };
  for (const side of [socket, onward]) side.once('error', end).once('close', end);
  setTimeout(end, Number(afterMs));
});
server.listen(Number(port), '0.0.0.0', () => console.log('listening'));
