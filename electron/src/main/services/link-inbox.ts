/**
 * `lectern://` links that the system passes to the app: on its command line, by a second start, or
 * by macOS' own event.
 */
import { isEnrolmentLink, LINK_SCHEME } from '@lectern/bridge';

/** The last word that looks like a link of ours. Its reader decides whether it is valid. */
const linkIn = (argv: readonly string[]): string | undefined => argv.findLast(isEnrolmentLink);

/** The part of Electron's `app` that brings links. */
export interface LinkSource {
  readonly isPackaged: boolean;
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
  on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
  setAsDefaultProtocolClient(scheme: string, path?: string, args?: string[]): boolean;
}

export class LinkInbox {
  #listener: ((link: string) => void) | undefined;
  #waiting: string | undefined;

  /** Create it before the app is ready: macOS sends a link before its `ready` event. */
  constructor(app: LinkSource, argv: readonly string[]) {
    this.#waiting = linkIn(argv);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#receive(url);
    });
    app.on('second-instance', (_event, words) => this.#receive(linkIn(words)));
    // Only an installed app: from source the system would open links with a bare Electron. After
    // `--` no word is a switch.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  }

  /** Calls the listener with the link that waits, if there is one, and with each later one. */
  listen(listener: (link: string) => void): void {
    this.#listener = listener;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) listener(waiting);
  }

  #receive(link: string | undefined): void {
    if (link === undefined) return;
    if (this.#listener === undefined) this.#waiting = link;
    else this.#listener(link);
  }
}
