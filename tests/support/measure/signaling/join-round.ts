/** One round of joins against the service or the bare server, in a process of its own. */
import { closeClients, openRoom } from '../../service/clients.ts';
import { percentile } from '../statistics.ts';
import { joinAtPace, joinBare, joinRoom, joinTogether, leaveAll, type JoinOne } from './joins.ts';
import { largeRooms, startMeasuredServer, type ProgramName } from './measured-server.ts';

/**
 * By then the engine has compiled what a join runs, and has the memory that it needs in any case.
 */
const FLAT_OUT = 1_000;
const PACED = 2_000;
/** Well below what one core joins, so that a join waits for no other. */
const PER_SECOND = 150;
const AT_ONCE = 8;

export interface JoinRound {
  /** As many as it can. */
  readonly joinsPerSec: number;
  /** At an even pace. */
  readonly joinP99Ms: number;
  readonly serverCpuMsPerJoin: number;
  readonly kbPerWatcher: number;
}

export async function measureJoins(name: ProgramName): Promise<JoinRound> {
  const server = await startMeasuredServer(name, largeRooms);
  try {
    const join: JoinOne = name === 'bare' ? joinBare : joinRoom((await openRoom(server.url)).roomId);
    const flatOut = await joinTogether(server.url, join, FLAT_OUT, AT_ONCE);
    const { rssKb } = await server.settledUsage();
    const { cpuMs } = await server.usage();
    const paced = await joinAtPace(server.url, join, PACED, PER_SECOND);
    const afterwards = await server.usage();
    const settled = await server.settledUsage();
    await leaveAll([...flatOut.sockets, ...paced.sockets]);
    return {
      joinsPerSec: (FLAT_OUT / flatOut.tookMs) * 1_000,
      joinP99Ms: percentile(paced.timesMs, 99),
      serverCpuMsPerJoin: (afterwards.cpuMs - cpuMs) / PACED,
      kbPerWatcher: (settled.rssKb - rssKb) / PACED,
    };
  } finally {
    closeClients();
    await server.stop();
  }
}
