/** Figures of the process itself, read when they are scraped. */
import { readdirSync, readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import packageJson from '../../../../package.json' with { type: 'json' };
import { Gauge, plainGauge, type Metric } from './metric.ts';

const { version } = packageJson;

/** Names without `lectern_` are those that all Prometheus clients use. */
export function processMetrics(): readonly Metric[] {
  const startedAtS = Date.now() / 1000 - process.uptime();
  const maxFds = readMaxFds();
  return [
    new Gauge({ name: 'lectern_build_info', help: 'The version that runs.' }, { version: [version] }, () => [
      [{ version }, 1],
    ]),
    plainGauge(
      { name: 'lectern_heap_used_bytes', help: 'JavaScript heap in use.' },
      () => getHeapStatistics().used_heap_size,
    ),
    plainGauge(
      { name: 'lectern_heap_limit_bytes', help: 'What Node lets the JavaScript heap grow to.' },
      () => getHeapStatistics().heap_size_limit,
    ),
    plainGauge({ name: 'process_resident_memory_bytes', help: 'Resident memory of the process.' }, () =>
      process.memoryUsage.rss(),
    ),
    new Gauge(
      { name: 'process_cpu_seconds_total', help: 'Processor time of the process.' },
      {},
      () => {
        const { user, system } = process.cpuUsage();
        return [[{}, (user + system) / 1e6]];
      },
      'counter',
    ),
    plainGauge(
      { name: 'process_start_time_seconds', help: 'When the process started, since 1970.' },
      () => Math.round(startedAtS * 1000) / 1000,
    ),
    ...(maxFds === undefined
      ? []
      : [
          plainGauge({ name: 'process_open_fds', help: 'Open file descriptors.' }, countFds),
          plainGauge({ name: 'process_max_fds', help: 'File descriptors that may be open.' }, () => maxFds),
        ]),
  ];
}

/** Undefined where the system has no `/proc`, and without a limit. */
function readMaxFds(): number | undefined {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}

const countFds = (): number => readdirSync('/proc/self/fd').length;
