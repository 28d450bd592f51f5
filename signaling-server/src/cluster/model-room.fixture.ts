/**
 * A room of the model of several instances, as its clients see it. A link whose offer was answered
 * has media, which needs no service any more.
 */
import type { RoomId } from '@lectern/protocol';
import type { Media } from './model-client.fixture.ts';
import type { ModelInstance } from './model-instance.fixture.ts';
import { ModelPresenter } from './model-presenter.fixture.ts';
import type { ModelWatcher } from './model-watcher.fixture.ts';

export class ModelRoom {
  readonly id: RoomId;
  readonly presenter: ModelPresenter;
  watchers: ModelWatcher[] = [];
  readonly media: Media;
  /** Where the presenter has opened it last, and when. */
  opened: { readonly at: ModelInstance; readonly atMs: number } | undefined;

  /** When no two instances owned it last. */
  oneOwnerAtMs = 0;

  constructor(id: RoomId, on: Pick<Media, 'cut' | 'failed'>) {
    this.id = id;
    this.media = { links: new Set(), ...on };
    this.presenter = new ModelPresenter(id, this.media);
  }

  get clients(): readonly (ModelPresenter | ModelWatcher)[] {
    return [this.presenter, ...this.watchers];
  }
}
