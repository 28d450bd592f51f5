/** Records the composed scene, live or not. The file is written by the machine, over the bridge. */
import log from 'loglevel';
import { Machine, Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, SavedRecording, RecordingProgress } from '@lectern/bridge';
import { RECORDING_SLICE_MS } from '../policy/recording.ts';
import type { Scene } from '../scene/scene.ts';
import { recordingOptions } from './recording-format.ts';
import {
  initialRecordingState,
  step,
  type RecordingEffect,
  type RecordingEvent,
  type RecordingProblem,
  type RecordingState,
} from './recording-state.ts';
import { DiskTooSlowError, WriteQueue } from './write-queue.ts';

const logger = log.getLogger('recording');

interface RecordingOptions {
  readonly desktop: DesktopApi;
  /** Both tracks must exist for the whole recording. */
  readonly scene: Pick<Scene, 'video' | 'audio' | 'report'>;
  readonly title: () => string;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a call to the machine rejects with. */
const machineProblem = (error: unknown): RecordingProblem => ({ type: 'machine', sentence: messageOf(error) });

export class Recording {
  readonly #options: RecordingOptions;
  readonly #machine = new Machine<RecordingState, RecordingEvent, RecordingEffect>({
    initial: initialRecordingState,
    step,
    perform: (effect) => this.#perform(effect),
  });
  readonly #interrupted = new Store<readonly SavedRecording[]>([]);
  readonly #unsubscribes: readonly (() => void)[];
  #recorder: MediaRecorder | undefined;

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#unsubscribes = [
      options.desktop.on('recordingMustFinish', () => this.stop()),
      this.#machine.state.subscribe(logTransitions(this.#machine.state)),
    ];
    options.desktop.claimInterruptedRecordings().then(
      (files) => this.#interrupted.set(files),
      // The files stay where they are.
      (error: unknown) => logger.warn('Interrupted recordings were not finished:', messageOf(error)),
    );
  }

  get state(): ReadableStore<RecordingState> {
    return this.#machine.state;
  }

  /**
   * Recordings that an earlier run of the app or page left unfinished, finished now and not
   * dismissed yet.
   */
  get interrupted(): ReadableStore<readonly SavedRecording[]> {
    return this.#interrupted;
  }

  start(): void {
    this.#machine.dispatch({ type: 'start' });
  }

  stop(): void {
    this.#machine.dispatch({ type: 'stop' });
  }

  dismiss(): void {
    this.#machine.dispatch({ type: 'dismiss' });
  }

  dismissInterrupted(file: SavedRecording): void {
    this.#interrupted.set(this.#interrupted.get().filter((other) => other !== file));
  }

  /** The page is closing. The machine finishes the file of a recording that still runs. */
  close(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
  }

  #perform(effect: RecordingEffect): void {
    switch (effect.type) {
      case 'create-file':
        void this.#createFile();
        break;
      case 'start-recorder':
        this.#startRecorder();
        break;
      case 'stop-recorder':
        // The recorder delivers its last data before its `stop` event.
        if (this.#recorder?.state === 'inactive') break;
        this.#recorder?.stop();
        break;
      case 'finish-file':
        void this.#finishFile();
        break;
    }
  }

  async #createFile(): Promise<void> {
    try {
      const progress = await this.#options.desktop.startRecording(this.#options.title());
      this.#machine.dispatch(
        progress === null ? { type: 'declined' } : { type: 'file-created', progress, nowMs: performance.now() },
      );
    } catch (error) {
      this.#machine.dispatch({ type: 'file-failed', reason: machineProblem(error) });
    }
  }

  #startRecorder(): void {
    const { dispatch } = this.#machine;
    const queue = new WriteQueue<RecordingProgress>({
      write: (bytes) => this.#options.desktop.writeRecording(bytes),
      onWritten: (progress) => dispatch({ type: 'written', progress }),
      onFailed: (error) => {
        const reason = error instanceof DiskTooSlowError ? ({ type: 'disk-too-slow' } as const) : machineProblem(error);
        dispatch({ type: 'interrupted', reason });
      },
    });
    try {
      const recorder = this.#newRecorder();
      recorder.addEventListener('dataavailable', ({ data }) => queue.push(data));
      recorder.addEventListener('error', () => dispatch({ type: 'interrupted', reason: { type: 'recorder-failed' } }));
      recorder.addEventListener('stop', () => void queue.drained().then(() => dispatch({ type: 'recorder-stopped' })));
      recorder.start(RECORDING_SLICE_MS);
      this.#recorder = recorder;
    } catch (error) {
      dispatch({ type: 'interrupted', reason: { type: 'recorder-refused', detail: messageOf(error) } });
      dispatch({ type: 'recorder-stopped' });
    }
  }

  #newRecorder(): MediaRecorder {
    const { video, audio, report } = this.#options.scene;
    return new MediaRecorder(new MediaStream([video, audio]), recordingOptions(report.get().size));
  }

  async #finishFile(): Promise<void> {
    try {
      this.#machine.dispatch({ type: 'file-finished', file: await this.#options.desktop.finishRecording() });
    } catch (error) {
      this.#machine.dispatch({ type: 'file-failed', reason: machineProblem(error) });
    }
  }
}

/**
 * One line for each transition. The machine's sentences and the browser's texts hold no secrets.
 */
function logTransitions(state: ReadableStore<RecordingState>): () => void {
  let before = state.get().name;
  return () => {
    const now = state.get();
    if (now.name === before) return;
    before = now.name;
    const reason = 'reason' in now && now.reason !== null ? logText(now.reason) : null;
    if (now.name === 'failed' || now.name === 'empty') logger.error(`Recording ${now.name}: ${reason ?? 'no data'}`);
    else if (now.name === 'finishing' && reason !== null) logger.warn(`Recording ends early: ${reason}`);
    else logger.info(`Recording: ${now.name}.`);
  };
}

function logText(problem: RecordingProblem): string {
  if (problem.type === 'machine') return problem.sentence;
  return problem.type === 'recorder-refused' ? `${problem.type} (${problem.detail})` : problem.type;
}
