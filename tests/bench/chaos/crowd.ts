/** Light clients in several processes, so that they do not wait for each other. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endChild } from '../../../scripts/programs/run-program.ts';
import type { BarePlan, CrowdPlan, CrowdReply, CrowdReport, CrowdRequest } from './outage.ts';

const program = join(import.meta.dirname, 'crowd-program.ts');
const LOOK_EVERY_MS = 500;
/**
 * They stand for other machines, and must not take much of this one's time from what is measured.
 */
const NICE = 5;

export class Crowd {
  readonly #children: readonly ChildProcess[];

  constructor(processes: number) {
    this.#children = Array.from({ length: processes }, () => fork(program, { execArgv: [] }));
    const priority = Math.max(getPriority(), NICE);
    for (const { pid } of this.#children) if (pid !== undefined) setPriority(pid, priority);
  }

  /** Resolves when all watchers have their pictures. */
  async gather(plan: CrowdPlan): Promise<void> {
    await this.#all((index) => ({
      type: 'fill',
      plan: {
        ...plan,
        rooms: this.#share(plan.rooms, index),
        watchers: this.#share(plan.watchers, index),
        changesPerSecond: plan.changesPerSecond / this.#children.length,
      },
    }));
  }

  /** Resolves when all clients of a bare server have joined. */
  async gatherBare({ url, clients }: BarePlan): Promise<void> {
    await this.#all((index) => ({ type: 'fill-bare', plan: { url, clients: this.#share(clients, index) } }));
  }

  /**
   * Lets no client come or go any more. Resolves when all are back, or when that takes too long.
   */
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

  /** Resolves when so many clients have lost the service and all are back, or after `giveUpMs`. */
  async reportWhenBack(clients: number, giveUpMs: number): Promise<CrowdReport> {
    const deadlineMs = Date.now() + giveUpMs;
    for (;;) {
      const report = await this.report();
      const areAllBack = report.outages.length >= clients && report.outages.every(({ toMs }) => toMs !== null);
      if (areAllBack || Date.now() > deadlineMs) return report;
      await pause(LOOK_EVERY_MS);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => endChild(child)));
  }

  #share(whole: number, index: number): number {
    const before = (until: number): number => Math.floor((whole * until) / this.#children.length);
    return before(index + 1) - before(index);
  }

  #all(request: (index: number) => CrowdRequest): Promise<CrowdReply[]> {
    return Promise.all(this.#children.map((child, index) => ask(child, request(index))));
  }
}

async function ask(child: ChildProcess, request: CrowdRequest): Promise<CrowdReply> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = async (): Promise<never> => {
    const [code] = await once(child, 'exit', { signal });
    throw new Error(`the clients ended with ${String(code)}`);
  };
  child.send(request);
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended()])) as [CrowdReply];
    return message;
  } finally {
    // Of the two, the other one would listen for as long as the process runs.
    answered.abort();
  }
}
