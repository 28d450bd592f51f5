/** A process of its own that attacks: `attacker.ts NAME URL ROOM`. Ends with its parent. */
import { RoomId } from '@lectern/protocol';
import { attackNames, attacks } from './attacks.ts';

const [given, url = '', roomId] = process.argv.slice(2);
const name = attackNames.find((known) => known === given);
if (name === undefined) throw new Error(`no such attack: ${String(given)}`);
process.once('disconnect', () => process.exit());
// A refused attack is what the service is for. It goes on.
process.on('unhandledRejection', (reason) => console.error(`${name}: ${String(reason)}`));
await attacks[name].attack({ url, roomId: RoomId.parse(roomId) });
process.send?.('under way');
