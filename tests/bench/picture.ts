/**
 * Measures what each layer of each codec costs a line and how like its source it is: a presenter
 * captures a screen with code, one with slides and a camera, a watcher decodes, and the frames are
 * compared with their sources, matched by a number in the picture. `--contents
 * screen,slides,camera` `--codecs vp8,av1` `--layers 2,1,0` `--runtime electron` (or `chromium`).
 */
import { parseArgs } from 'node:util';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { startXDisplay } from '../support/machine/x-display.ts';
import { codecs, openAudience, type Codec } from './picture/audience.ts';
import { measureStep } from './picture/measure-step.ts';
import { runtimes, startPresenter, type LivePresenter } from './picture/presenters.ts';
import { watchersWith, type Step, type Steps } from './picture/results.ts';
import { cameraSource, contents, openScreenWindow, SCREEN, type ContentName, type Source } from './picture/sources.ts';

const { values } = parseArgs({
  options: {
    contents: { type: 'string', default: contents.join(',') },
    codecs: { type: 'string', default: codecs.join(',') },
    layers: { type: 'string', default: '2,1,0' },
    runtime: { type: 'string', default: 'electron' },
  },
});
const chosen = <T extends string>(of: readonly T[], listed: string): readonly T[] =>
  of.filter((name) => listed.split(',').includes(name));
const wantedContents = chosen(contents, values.contents);
const wantedCodecs = chosen(codecs, values.codecs).toReversed();
const layers = values.layers.split(',').map(Number);
const [runtime = 'electron'] = chosen(runtimes, values.runtime);
const print = (line: string): void => console.error(line);

const closings: (() => Promise<unknown>)[] = [];
const results: Partial<Record<ContentName, Steps>> = {};

/** Empty where the presenter sends this watcher another codec. */
async function measureCodec({ page, watchUrl }: LivePresenter, source: Source, codec: Codec): Promise<readonly Step[]> {
  const watcher = await audience.join(watchUrl, codec);
  const steps: Step[] = [];
  try {
    for (const layer of layers) {
      const { step, mimeType, unreadable } = await measureStep(page, watcher, source, layer);
      if (mimeType.toLowerCase() !== `video/${codec}`) {
        print(`  ${codec}: the presenter sends ${mimeType}`);
        return [];
      }
      print(`  ${codec}: ${JSON.stringify(step)}${unreadable > 0 ? `, ${String(unreadable)} numbers unreadable` : ''}`);
      steps.push(step);
    }
    return steps;
  } finally {
    await watcher.close();
  }
}

async function measureContent(presenter: LivePresenter, name: ContentName, source: Source): Promise<void> {
  print(`${name}: ${String(source.width)}×${String(source.height)}, ${String(source.fps)} frames a second, ${runtime}`);
  const steps: Partial<Record<Codec, readonly Step[]>> = {};
  for (const codec of wantedCodecs) steps[codec] = await measureCodec(presenter, source, codec);
  results[name] = steps;
}

const audience = await openAudience();
closings.push(() => audience.close());
try {
  const { environment, close } = await startXDisplay(SCREEN.width, SCREEN.height);
  closings.push(close, await startWindowManager(environment));
  if (wantedContents.includes('camera')) {
    const camera = await cameraSource();
    const presenter = await startPresenter(runtime, { environment, clip: camera.path });
    try {
      await measureContent(presenter, 'camera', camera);
    } finally {
      await presenter.close();
    }
  }
  const onScreen = wantedContents.filter((name) => name !== 'camera');
  if (onScreen.length > 0) {
    const presenter = await startPresenter(runtime, { environment, clip: null });
    closings.push(presenter.close);
    const window = await openScreenWindow(environment);
    closings.push(window.close);
    for (const name of onScreen) await measureContent(presenter, name, await window.show(name));
  }
  const watchers = wantedContents.map((name) => [name, watchersWith(results[name] ?? {})] as const);
  console.log(
    JSON.stringify({
      content: results,
      watchersPer20Mbit: Object.fromEntries(watchers.map(([name, found]) => [name, found?.best ?? null])),
      today: Object.fromEntries(watchers.map(([name, found]) => [name, found?.today ?? null])),
    }),
  );
} finally {
  for (const part of closings.toReversed()) await part().catch((error: unknown) => console.error(error));
}
