/** Counters, histograms and gauges in Prometheus' text format. */
import { expect, test } from 'vitest';
import { Counter, Gauge, Histogram } from './metric.ts';

const about = { name: 'lectern_x', help: 'What it is.' };

test('a counter shows every combination of its labels from the start', () => {
  const counter = new Counter(about, { role: ['presenter', 'watcher'], outcome: ['ok', 'internal'] });
  counter.add({ outcome: 'ok', role: 'watcher' });
  counter.add({ role: 'watcher', outcome: 'ok' }, 2);
  expect(counter.text()).toBe(
    `# HELP lectern_x What it is.
# TYPE lectern_x counter
lectern_x{role="presenter",outcome="ok"} 0
lectern_x{role="presenter",outcome="internal"} 0
lectern_x{role="watcher",outcome="ok"} 3
lectern_x{role="watcher",outcome="internal"} 0
`,
  );
  expect(counter.text().trim().split('\n')).toHaveLength(counter.maxSamples + 2);
});

test('a histogram’s buckets contain those below them', () => {
  const histogram = new Histogram(about, {}, [0.5, 1]);
  for (const value of [0.5, 0.7, 9]) histogram.observe({}, value);
  expect(histogram.text()).toBe(
    `# HELP lectern_x What it is.
# TYPE lectern_x histogram
lectern_x_bucket{le="0.5"} 1
lectern_x_bucket{le="1"} 2
lectern_x_bucket{le="+Inf"} 3
lectern_x_sum 10.2
lectern_x_count 3
`,
  );
  expect(histogram.text().trim().split('\n')).toHaveLength(histogram.maxSamples + 2);
});

test('a gauge is read when it is asked for', () => {
  let rooms = 1;
  const gauge = new Gauge(about, { phase: ['live', 'ended'] }, () => [[{ phase: 'live' }, rooms]]);
  rooms = 7;
  expect(gauge.text()).toContain('lectern_x{phase="live"} 7\n');
});
