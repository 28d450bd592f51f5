/** Links of ours that the system hands to the app: on its command line, by a second start, or as macOS does it. They wait until asked for. */
import { isEnrolmentLink, LINK_SCHEME } from '@lectern/bridge';

/** The last word that looks like a link of ours; whether it is one is decided where it is read. */
const linkIn = (argv: readonly string[]): string | undefined => argv.findLast(isEnrolmentLink);

/** The part of Electron's `app` that links come by. */
export interface LinkSource {
  readonly isPackaged: boolean;
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
  on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
  setAsDefaultProtocolClient(scheme: string, path?: string, args?: string[]): boolean;
}

export class LinkInbox {
  #listener: ((link: string) => void) | undefined;
  #waiting: string | undefined;

  /** To be made before the app is ready: macOS tells of a link first and of the start afterwards. */
  constructor(app: LinkSource, argv: readonly string[]) {
    this.#waiting = linkIn(argv);
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#take(url);
    });
    app.on('second-instance', (_event, words) => this.#take(linkIn(words)));
    // From the source it would be a bare Electron that the system opens links with. After `--` no word of a link is a switch.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  }

  /** Tells of the link that waits, then of each that comes. */
  listen(listener: (link: string) => void): void {
    this.#listener = listener;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) listener(waiting);
  }

  #take(link: string | undefined): void {
    if (link === undefined) return;
    if (this.#listener === undefined) this.#waiting = link;
    else this.#listener(link);
  }
}
