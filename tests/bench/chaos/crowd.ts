/** Light clients in several processes, so that they do not wait for each other. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endChild } from '../../../scripts/programs/run-program.ts';
import type { CrowdPlan, CrowdReply, CrowdReport, CrowdRequest } from './outage.ts';

const program = join(import.meta.dirname, 'crowd-program.ts');

export class Crowd {
  readonly #children: readonly ChildProcess[];

  constructor(processes: number) {
    this.#children = Array.from({ length: processes }, () => fork(program, { execArgv: [] }));
  }

  /** Resolves when all watchers have their pictures. */
  async gather({ url, rooms, watchers, changesPerSecond }: CrowdPlan): Promise<void> {
    const share = (whole: number, index: number): number =>
      Math.floor((whole * (index + 1)) / this.#children.length) - Math.floor((whole * index) / this.#children.length);
    await this.#all((index) => ({
      type: 'fill',
      plan: {
        url,
        rooms: share(rooms, index),
        watchers: share(watchers, index),
        changesPerSecond: changesPerSecond / this.#children.length,
      },
    }));
  }

  /** Nobody comes or goes any more. Resolves when everybody is back, or when that takes too long. */
  async stopChanging(): Promise<void> {
    await this.#all(() => ({ type: 'stop-changing' }));
  }

  async report(): Promise<CrowdReport> {
    const replies = await this.#all(() => ({ type: 'report' }));
    const reports = replies.flatMap((reply) => (reply.type === 'report' ? [reply.report] : []));
    const sum = (of: (report: CrowdReport) => number): number => reports.reduce((total, one) => total + of(one), 0);
    return {
      outages: reports.flatMap(({ outages }) => outages),
      joined: sum(({ joined }) => joined),
      linksRefused: sum(({ linksRefused }) => linksRefused),
      roomsLost: sum(({ roomsLost }) => roomsLost),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => endChild(child)));
  }

  #all(request: (index: number) => CrowdRequest): Promise<CrowdReply[]> {
    return Promise.all(
      this.#children.map(async (child, index) => {
        child.send(request(index));
        const [message] = (await Promise.race([
          once(child, 'message'),
          once(child, 'exit').then(([code]) => Promise.reject(new Error(`the clients ended with ${String(code)}`))),
        ])) as [CrowdReply];
        return message;
      }),
    );
  }
}
