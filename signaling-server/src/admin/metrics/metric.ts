/**
 * Metrics in Prometheus' text format (exposition format 0.0.4). The values of every label are a
 * closed set, so no client can make the number of series grow.
 */

/** For each label, all of its values. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;

export type LabelsOf<S extends LabelSets> = { readonly [L in keyof S]: S[L][number] };

interface About {
  readonly name: string;
  /** One line. */
  readonly help: string;
}

export interface Metric {
  readonly name: string;
  /** How many lines of samples it can ever have. */
  readonly maxSamples: number;
  /** Its lines, each with its line break. */
  text(): string;
}

const head = ({ name, help }: About, type: 'counter' | 'gauge' | 'histogram'): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

/** Label names and values are the code's own: they need no escaping. */
const labelText = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? '' : `{${pairs.map(([label, value]) => `${label}="${value}"`).join(',')}}`;

const combinations = (sets: LabelSets): [string, string][][] => {
  let all: [string, string][][] = [[]];
  for (const [label, values] of Object.entries(sets)) {
    all = all.flatMap((before) => values.map((value) => before.concat([[label, value]])));
  }
  return all;
};

export class Counter<S extends LabelSets> implements Metric {
  readonly name: string;
  readonly maxSamples: number;
  readonly #about: About;
  readonly #labels: readonly string[];
  readonly #counts = new Map<string, number>();

  constructor(about: About, sets: S) {
    this.name = about.name;
    this.#about = about;
    this.#labels = Object.keys(sets);
    const all = combinations(sets);
    this.maxSamples = all.length;
    // From the start: a series that begins with its first event has no rate for that event.
    for (const pairs of all) this.#counts.set(labelText(pairs), 0);
  }

  add(labels: LabelsOf<S>, by = 1): void {
    const key = labelText(this.#labels.map((label) => [label, labels[label] ?? '']));
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  text(): string {
    let lines = head(this.#about, 'counter');
    for (const [labels, count] of this.#counts) lines += `${this.name}${labels} ${String(count)}\n`;
    return lines;
  }
}

/** Read when it is scraped. A combination that `read` does not name is not shown. */
export class Gauge<S extends LabelSets> implements Metric {
  readonly name: string;
  readonly maxSamples: number;
  readonly #about: About;
  readonly #read: () => Iterable<readonly [LabelsOf<S>, number]>;

  readonly #type: 'gauge' | 'counter';

  /** As a `counter`, what is read must never fall. */
  constructor(
    about: About,
    sets: S,
    read: () => Iterable<readonly [LabelsOf<S>, number]>,
    type: 'gauge' | 'counter' = 'gauge',
  ) {
    this.name = about.name;
    this.#type = type;
    this.maxSamples = combinations(sets).length;
    this.#about = about;
    this.#read = read;
  }

  text(): string {
    let lines = head(this.#about, this.#type);
    for (const [labels, value] of this.#read()) {
      lines += `${this.name}${labelText(Object.entries(labels))} ${String(value)}\n`;
    }
    return lines;
  }
}

/** A gauge without labels. */
export const plainGauge = (about: About, read: () => number): Metric => new Gauge(about, {}, () => [[{}, read()]]);

interface Series {
  /** Observations up to each bound, not cumulated. */
  readonly counts: number[];
  sum: number;
  count: number;
}

export class Histogram<S extends LabelSets> implements Metric {
  readonly name: string;
  readonly maxSamples: number;
  readonly #about: About;
  readonly #labels: readonly string[];
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { readonly pairs: readonly [string, string][]; readonly values: Series }>();

  /** `bounds`: upper bounds in the metric's unit, rising; the last, `+Inf`, is added. */
  constructor(about: About, sets: S, bounds: readonly number[]) {
    this.name = about.name;
    this.#about = about;
    this.#labels = Object.keys(sets);
    this.#bounds = bounds;
    const all = combinations(sets);
    this.maxSamples = all.length * (bounds.length + 3);
    for (const pairs of all) {
      const values = { counts: bounds.map(() => 0), sum: 0, count: 0 };
      this.#series.set(labelText(pairs), { pairs, values });
    }
  }

  observe(labels: LabelsOf<S>, value: number): void {
    const series = this.#series.get(labelText(this.#labels.map((label) => [label, labels[label] ?? ''])))?.values;
    if (series === undefined) return;
    series.sum += value;
    series.count += 1;
    const index = this.#bounds.findIndex((bound) => value <= bound);
    if (index !== -1) series.counts[index] = (series.counts[index] ?? 0) + 1;
  }

  text(): string {
    let lines = head(this.#about, 'histogram');
    for (const [labels, { pairs, values }] of this.#series) {
      let cumulated = 0;
      for (const [index, bound] of this.#bounds.entries()) {
        cumulated += values.counts[index] ?? 0;
        lines += `${this.name}_bucket${labelText([...pairs, ['le', String(bound)]])} ${String(cumulated)}\n`;
      }
      lines += `${this.name}_bucket${labelText([...pairs, ['le', '+Inf']])} ${String(values.count)}\n`;
      lines += `${this.name}_sum${labels} ${String(values.sum)}\n${this.name}_count${labels} ${String(values.count)}\n`;
    }
    return lines;
  }
}
