/** The list of watchers in the presenter's window, as a person reads it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { pressAndConfirm } from './press-and-confirm.ts';

export interface WatcherLine {
  readonly name: string;
  readonly state: string;
  /** Empty if sound plays. */
  readonly sound: string;
  readonly picture: string;
  readonly fps: number;
  readonly delay: string;
  readonly route: string;
  /** Why it is not direct; empty where it is. */
  readonly reason: string;
}

export class AudienceList {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get sentence(): Locator {
    return this.#page.getByTestId('audience-sentence');
  }

  get panel(): Locator {
    return this.#page.getByRole('dialog', { name: 'Watchers' });
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Show all' }).click();
    await expect(this.panel).toBeVisible();
  }

  async close(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Close the list' }).click();
    await expect(this.panel).toBeHidden();
  }

  /** The lines as they are ordered on screen. */
  async lines(): Promise<WatcherLine[]> {
    const rows = await this.panel.locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
    return cells.map(([name = '', , state = '', picture = '', fps = '', delay = '', route = '']) => {
      const [, words = '', sound = ''] =
        /^(.*?)( muted| no sound until a tap)?$/.exec(state.replaceAll('\n', ' ')) ?? [];
      const [, way = '', reason = ''] =
        /^(.*?)( addresses hidden| UDP blocked here| UDP blocked there| no direct path)?$/.exec(
          route.replaceAll('\n', ' '),
        ) ?? [];
      return {
        name,
        state: words,
        sound: sound.trim(),
        picture,
        fps: Number(fps),
        delay,
        route: way,
        reason: reason.trim(),
      };
    });
  }

  /** Waits until the list shows so many watchers, and gives their names in the order of joining. */
  async names(count: number): Promise<string[]> {
    await expect.poll(async () => (await this.lines()).length).toBe(count);
    const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0]);
    return (await this.lines()).map(({ name }) => name).toSorted((a, b) => numberOf(a) - numberOf(b));
  }

  async remove(name: string): Promise<void> {
    const button = (label: string) => this.panel.getByRole('button', { name: label, exact: true });
    await pressAndConfirm(button(`Remove ${name}`), button(`Really remove ${name}?`));
  }
}
