/** The relay's end of the presenter's publishing link: a publisher in the room at the origin. */
import type { LinkId, Candidate } from '@lectern/protocol';
import type { Description } from '../../room/relay-outlet.ts';
import type { JanusHandle } from '../janus/handle.ts';
import { RoomPublisher, type PublishedStream } from '../janus/video-room.ts';
import type { RelayRoomNames } from '../names.ts';
import type { WantedPublisher } from '../rebuild/wanted.ts';
import { candidateOf } from './candidate-of.ts';
import { LinkSteps } from './link-steps.ts';
import type { LeftHandle } from './room-sessions.ts';

interface PublishingOptions {
  readonly linkId: LinkId;
  readonly names: RelayRoomNames;
  readonly attach: () => Promise<JanusHandle>;
  readonly onAnswer: (answer: Description) => void;
  /** Its path is up: what it publishes can be forwarded. */
  readonly onUp: (publisher: WantedPublisher) => void;
  /** It cannot go on. */
  readonly onFailed: (reason: unknown) => void;
}

export class Publishing {
  readonly linkId: LinkId;
  readonly #options: PublishingOptions;
  readonly #steps: LinkSteps;
  #handle: JanusHandle | undefined;
  #publisher: RoomPublisher | undefined;
  #wanted: WantedPublisher | undefined;

  constructor(options: PublishingOptions) {
    this.linkId = options.linkId;
    this.#options = options;
    this.#steps = new LinkSteps(options.onFailed);
  }

  /** It goes on with what an earlier owner of the room has left of it. */
  resume(find: () => Promise<LeftHandle>): void {
    this.#steps.add(async () => {
      const { handle, facts } = await find();
      if (this.#steps.isClosed) return handle.detach();
      this.#bind(handle);
      this.#wanted = publisherOf(this.linkId, facts.published);
      this.#options.onUp(this.#wanted);
    });
  }

  handleOffer(offer: Description): void {
    this.#steps.add(async () => {
      const { onAnswer } = this.#options;
      const sdp =
        this.#publisher === undefined ? await this.#begin(offer.sdp) : await this.#publisher.renegotiate(offer.sdp);
      if (!this.#steps.isClosed) onAnswer({ round: offer.round, sdp });
    });
  }

  handleCandidate(candidate: Candidate): void {
    this.#steps.add(async () => this.#handle?.trickle(candidateOf(candidate)));
  }

  /** Resolves also where Janus does not know the medium. */
  async requestKeyFrame(mid: string): Promise<void> {
    await this.#publisher?.requestKeyFrame(mid);
  }

  /** The session was claimed again, and has this handle of it; none where Janus has lost it. */
  claimed(handle: JanusHandle | undefined): void {
    if (this.#publisher === undefined) return;
    if (handle === undefined) return this.#steps.fail('its handle is gone');
    this.#bind(handle);
  }

  close(): void {
    if (this.#steps.isClosed) return;
    this.#steps.close();
    void this.#handle?.detach().catch(() => undefined);
  }

  async #begin(sdp: string): Promise<string> {
    const { attach, names, linkId } = this.#options;
    const handle = await attach();
    const publisher = this.#bind(handle);
    if (this.#steps.isClosed) {
      await handle.detach();
      throw new Error('closed');
    }
    const { answer, streams } = await publisher.publish({ room: names.room, publisher: linkId, offer: sdp });
    this.#wanted = publisherOf(linkId, streams);
    return answer;
  }

  #bind(handle: JanusHandle): RoomPublisher {
    this.#handle = handle;
    this.#publisher = new RoomPublisher(handle);
    handle.listen((notification) => {
      if (notification.janus === 'hangup') this.#steps.fail(`its path has ended: ${notification.reason}`);
      else if (notification.janus === 'detached') this.#steps.fail('its handle is gone');
      else if (notification.janus === 'webrtcup' && this.#wanted !== undefined) this.#options.onUp(this.#wanted);
    });
    return this.#publisher;
  }
}

/** Sound, and the layers of each codec in their order, the lowest first. */
function publisherOf(id: string, streams: readonly Pick<PublishedStream, 'type' | 'mid' | 'codec'>[]): WantedPublisher {
  const layersOf = (codec: string): readonly string[] =>
    streams.flatMap((stream) => (stream.type === 'video' && stream.codec === codec ? [stream.mid] : []));
  return {
    id,
    audio: streams.find(({ type }) => type === 'audio')?.mid ?? null,
    layers: { v: layersOf('vp8'), w: layersOf('av1') },
  };
}
