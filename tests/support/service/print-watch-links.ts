/**
 * A program: opens a room at the service whose address is its argument, and prints its watch link
 * and each later one, a line each. With further addresses, of other instances, it goes on to each
 * of them with the same room, and stays at the last one.
 */
import { openRoom } from './clients.ts';

const [first = '', ...others] = process.argv.slice(2);
let { client, opened, key, epoch } = await openRoom(first);
for (const url of others) {
  client.close();
  ({ client, opened, key, epoch } = await openRoom(url, { key, epoch }));
}
console.log(opened.watchUrl);
client.socket.on('room:moved', ({ watchUrl }: { watchUrl: string }) => console.log(watchUrl));
