/**
 * A program: opens a room at the service whose address is its argument, and prints its watch link
 * and each later one, a line each.
 */
import { openRoom } from './clients.ts';

const { client, opened } = await openRoom(process.argv[2] ?? '');
console.log(opened.watchUrl);
client.socket.on('room:moved', ({ watchUrl }: { watchUrl: string }) => console.log(watchUrl));
