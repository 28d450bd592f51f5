/** What happened in a run, to be read by a person: times, who, and ids by short names. */

const ID = /\b[\w-]{22}\b/g;

export class Trace {
  readonly #lines: { readonly atMs: number; readonly who: string; readonly text: string }[] = [];
  readonly #nowMs: () => number;
  readonly #names = new Map<string, string>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(who: string, text: string): void {
    this.#lines.push({ atMs: this.#nowMs(), who, text });
  }

  /** The last `count` lines. */
  read(count = Infinity): string {
    const lines = this.#lines.map(({ atMs, who, text }) => {
      const shown = text.replaceAll(ID, (id) => this.#nameOf(id));
      return `${(atMs / 1_000).toFixed(3).padStart(9)} ${who.padEnd(12)} ${shown}`;
    });
    return lines.slice(-count).join('\n');
  }

  /** Random ids differ from run to run, their names do not. */
  #nameOf(id: string): string {
    const name = this.#names.get(id) ?? `#${String(this.#names.size + 1)}`;
    this.#names.set(id, name);
    return name;
  }
}
