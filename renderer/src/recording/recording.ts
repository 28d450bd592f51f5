/** Records the composed scene, live or not: the shell around the steps. The file is the machine's, reached over the bridge. */
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, KeptRecording, RecordingProgress } from '@lectern/bridge';
import { recordingOptions } from './recording-format.ts';
import {
  initialRecordingState,
  step,
  type RecordingEffect,
  type RecordingEvent,
  type RecordingState,
} from './recording-state.ts';
import { WriteQueue } from './write-queue.ts';

/** What is recorded: one picture and one sound that are always there. */
interface Recorded {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack;
}

interface RecordingOptions {
  readonly desktop: DesktopApi;
  readonly scene: Recorded;
  readonly title: () => string;
}

/** A crash costs at most what has not been handed over yet; a machine under load hands over late. */
const SLICE_MS = 500;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class Recording {
  readonly #options: RecordingOptions;
  readonly #state = new Store<RecordingState>(initialRecordingState);
  readonly #interrupted = new Store<readonly KeptRecording[]>([]);
  #recorder: MediaRecorder | undefined;

  constructor(options: RecordingOptions) {
    this.#options = options;
    options.desktop.on('recordingMustFinish', () => this.stop());
    void options.desktop.takeInterruptedRecordings().then(
      (files) => this.#interrupted.set(files),
      () => {}, // Said in the machine's log; the files stay where they are.
    );
  }

  get state(): ReadableStore<RecordingState> {
    return this.#state;
  }

  /** Finished for an app or a page that could not do it itself, and not yet put away by the presenter. */
  get interrupted(): ReadableStore<readonly KeptRecording[]> {
    return this.#interrupted;
  }

  start(): void {
    this.#dispatch({ name: 'start' });
  }

  stop(): void {
    this.#dispatch({ name: 'stop' });
  }

  dismiss(): void {
    this.#dispatch({ name: 'dismiss' });
  }

  dismissInterrupted(file: KeptRecording): void {
    this.#interrupted.set(this.#interrupted.get().filter((other) => other !== file));
  }

  #dispatch(event: RecordingEvent): void {
    const [next, ...effects] = step(this.#state.get(), event);
    this.#state.set(next);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: RecordingEffect): void {
    switch (effect.do) {
      case 'open-file':
        void this.#open();
        break;
      case 'record':
        this.#record();
        break;
      case 'stop-recorder':
        // Gives its last piece, then says that it has stopped.
        if (this.#recorder?.state === 'inactive') break;
        this.#recorder?.stop();
        break;
      case 'finish-file':
        void this.#finish();
        break;
    }
  }

  async #open(): Promise<void> {
    try {
      const progress = await this.#options.desktop.startRecording(this.#options.title());
      this.#dispatch(progress === null ? { name: 'declined' } : { name: 'opened', progress, now: Date.now() });
    } catch (error) {
      this.#dispatch({ name: 'refused', why: wordsOf(error) });
    }
  }

  #record(): void {
    const queue = new WriteQueue<RecordingProgress>({
      write: (bytes) => this.#options.desktop.writeRecording(bytes),
      onWritten: (progress) => this.#dispatch({ name: 'written', progress }),
      onFailed: (error) => this.#dispatch({ name: 'broke', why: wordsOf(error) }),
    });
    try {
      const recorder = this.#makeRecorder();
      recorder.addEventListener('dataavailable', ({ data }) => queue.push(data));
      recorder.addEventListener('error', () =>
        this.#dispatch({ name: 'broke', why: 'The picture can’t be recorded any more.' }),
      );
      recorder.addEventListener('stop', () => void queue.drained().then(() => this.#dispatch({ name: 'drained' })));
      recorder.start(SLICE_MS);
      this.#recorder = recorder;
    } catch (error) {
      this.#dispatch({ name: 'broke', why: `This can’t be recorded here (${wordsOf(error)}).` });
      this.#dispatch({ name: 'drained' });
    }
  }

  #makeRecorder(): MediaRecorder {
    const { video, audio } = this.#options.scene;
    return new MediaRecorder(new MediaStream([video, audio]), recordingOptions(video.getSettings().height));
  }

  async #finish(): Promise<void> {
    try {
      this.#dispatch({ name: 'kept', file: await this.#options.desktop.finishRecording() });
    } catch (error) {
      this.#dispatch({ name: 'refused', why: wordsOf(error) });
    }
  }
}
