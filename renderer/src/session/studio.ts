/** Everything that runs behind the presenter's UI, put together: settings, devices, and the session that sends them out. */
import type { RoomId } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, DeviceChoice, Host, ProposalAnswer, Settings } from '@lectern/bridge';
import { pictureHeights } from '@lectern/steering';
import { watchDevices, refreshDeviceList } from '../capture/device-list.ts';
import { DeviceSource } from '../capture/device-source.ts';
import { ScreenSource } from '../capture/screen-source.ts';
import { SystemSoundSource } from '../capture/system-sound-source.ts';
import { chooseMedia } from '../fan-out/choose-media.ts';
import type { LinkMedia } from '../fan-out/link-media.ts';
import { connectSources } from '../scene/connect-sources.ts';
import { Recording } from '../recording/recording.ts';
import { SceneSettings } from '../scene/scene-settings.ts';
import { Scene } from '../scene/scene.ts';
import { PresenterSession } from './presenter-session.ts';
import { ServiceLookout } from './service-lookout.ts';

export class Studio {
  readonly desktop: DesktopApi;
  readonly host: Host;
  readonly camera: DeviceSource;
  readonly microphone: DeviceSource;
  readonly screen: ScreenSource;
  readonly systemSound: SystemSoundSource;
  readonly roomId: RoomId;
  readonly session: PresenterSession;
  readonly lookout: ServiceLookout;
  /** What goes out, always: picture and sound of all sources. */
  readonly scene: Scene;
  readonly sceneSettings: SceneSettings;
  readonly recording: Recording;
  readonly media: LinkMedia;
  readonly #settings: Store<Settings>;
  #sentHeight = 0;

  private constructor(
    desktop: DesktopApi,
    start: {
      host: Host;
      settings: Settings;
      roomId: RoomId;
      session: PresenterSession;
      scene: Scene;
      media: LinkMedia;
    },
  ) {
    this.desktop = desktop;
    this.host = start.host;
    this.#settings = new Store(start.settings);
    this.roomId = start.roomId;
    this.session = start.session;
    this.media = start.media;
    this.lookout = new ServiceLookout(desktop);
    this.scene = start.scene;
    this.sceneSettings = new SceneSettings(start.scene, start.settings, (change) => this.#keep(change));
    this.recording = new Recording({ desktop, scene: start.scene, title: () => this.#settings.get().title });
    this.camera = new DeviceSource('camera', start.settings.camera);
    this.microphone = new DeviceSource('microphone', start.settings.microphone);
    this.screen = new ScreenSource({
      desktop,
      picker: start.host.screenPicker,
      wantsSound: () => this.systemSound.isWanted,
    });
    this.systemSound = new SystemSoundSource({ desktop, ability: start.host.systemSound, screen: this.screen });
  }

  static async open(desktop: DesktopApi): Promise<Studio> {
    // First: from then on the settings list the room in use.
    const roomId = await desktop.identifyRoom();
    const [host, settings, presenterKey] = await Promise.all([
      desktop.describeHost(),
      desktop.readSettings(),
      desktop.handshakeKey(),
    ]);
    const scene = new Scene();
    const media = chooseMedia(settings.sending);
    const session = new PresenterSession({
      desktop,
      serviceUrl: settings.serviceUrl ?? host.defaultServiceUrl,
      roomId,
      about: aboutOf(settings),
      presenterKey,
      media,
      scene,
    });
    const studio = new Studio(desktop, { host, settings, roomId, session, scene, media });
    studio.#begin();
    return studio;
  }

  get settings(): ReadableStore<Settings> {
    return this.#settings;
  }

  get serviceUrl(): string {
    return this.#settings.get().serviceUrl ?? this.host.defaultServiceUrl;
  }

  async turnCamera(on: boolean): Promise<void> {
    await Promise.all([this.camera.turn(on), this.#keep({ cameraOn: on })]);
  }

  async turnMicrophone(on: boolean): Promise<void> {
    await Promise.all([this.microphone.turn(on), this.#keep({ microphoneOn: on })]);
  }

  async turnSystemSound(on: boolean): Promise<void> {
    await Promise.all([this.systemSound.turn(on), this.#keep({ systemSoundOn: on })]);
  }

  async chooseCamera(camera: DeviceChoice | null): Promise<void> {
    await Promise.all([this.camera.choose(camera), this.#keep({ camera })]);
  }

  async chooseMicrophone(microphone: DeviceChoice | null): Promise<void> {
    await Promise.all([this.microphone.choose(microphone), this.#keep({ microphone })]);
  }

  async describe(about: Pick<Settings, 'title' | 'presenterName'>): Promise<void> {
    await this.#keep(about);
    this.session.describe(aboutOf(this.#settings.get()));
  }

  /** What all watchers together may take of this machine's line; null is all there is. */
  async limitUplink(uplinkKbps: number | null): Promise<void> {
    await this.#keep({ uplinkKbps });
    this.session.limitUplink(uplinkKbps);
  }

  /** Size and bitrate of the picture, live. The camera is captured at that size. */
  async chooseQuality(quality: Settings['quality']): Promise<void> {
    await this.#keep({ quality });
    this.media.setQuality(quality);
    await this.camera.setHeight(pictureHeights[quality]);
  }

  /** What lower layers keep, live: sharp letters or smooth motion. */
  async chooseSharpness(sharpness: Settings['sharpness']): Promise<void> {
    await this.#keep({ sharpness });
    this.#sendScene();
  }

  /** The page opens anew with it. */
  async chooseService(origin: string): Promise<void> {
    if (origin === this.serviceUrl) return;
    await this.#keep({ serviceUrl: origin === this.host.defaultServiceUrl ? null : origin });
  }

  /** @throws {Error} With words for the presenter, where `text` names no service. */
  async addService(text: string): Promise<void> {
    await this.#tryAnew(await this.desktop.addService(text));
  }

  /** Keeps the presenter key for a service, or forgets it; the one in use is tried again with it at once. */
  async storePresenterKey(origin: string, key: string | null): Promise<void> {
    await this.desktop.storePresenterKey(origin, key);
    // In a tab the page itself carries the key, from its start.
    if (this.host.kind === 'browser') location.reload();
    await this.#tryAnew(origin);
  }

  /** What the person says to a link that proposes a service. */
  async answerProposal(answer: ProposalAnswer): Promise<void> {
    await this.desktop.answerProposal(answer);
    // The service may be the one in use, with a new key; with another one the page opens anew.
    if (answer.wanted) this.session.hurry();
  }

  /** There may be a new key for it. */
  async #tryAnew(origin: string): Promise<void> {
    if (origin === this.serviceUrl) this.session.hurry();
    await this.lookout.look(origin);
  }

  #begin(): void {
    for (const source of [this.camera, this.microphone]) {
      source.state.subscribe(() => {
        // Labels become known once a device has been opened.
        if (source.state.get().name === 'on') void refreshDeviceList();
      });
    }
    const stopWatchingDevices = watchDevices(() => {
      void refreshDeviceList();
      void this.camera.handleDeviceChange();
      void this.microphone.handleDeviceChange();
    });
    const disconnectSources = connectSources(this.scene, this, (change) => {
      void this.sceneSettings.handleScreenChange(change);
    });
    this.desktop.on('settingsChanged', (settings) => this.#settings.set(settings));
    this.desktop.on('systemResumed', () => this.session.hurry());
    window.addEventListener('online', () => this.session.hurry());
    window.addEventListener('pagehide', () => {
      this.session.close();
      stopWatchingDevices();
      // Before the sources are closed, which would otherwise change the saved layout.
      disconnectSources();
      for (const source of [this.camera, this.microphone, this.systemSound, this.screen]) source.close();
      this.recording.close();
      this.scene.close();
    });
    // With each attempt that fails, a look at why.
    this.session.state.subscribe(() => {
      if (this.session.state.get().signaling.name === 'lost') void this.lookout.look(this.serviceUrl);
    });
    this.scene.onChange(() => this.#sendScene());
    this.#sendScene();
    this.scene.report.subscribe(() => this.#followSize());
    const { cameraOn, microphoneOn, systemSoundOn, uplinkKbps, quality } = this.#settings.get();
    this.session.limitUplink(uplinkKbps);
    this.media.setQuality(quality);
    void this.camera.setHeight(pictureHeights[quality]);
    void refreshDeviceList();
    void this.camera.turn(cameraOn);
    void this.microphone.turn(microphoneOn);
    void this.systemSound.turn(systemSoundOn);
  }

  #sendScene(): void {
    const { video, audio, content: suited, has } = this.scene;
    const { sharpness } = this.#settings.get();
    const { height } = this.scene.report.get().size;
    const content = sharpness === 'auto' ? suited : sharpness;
    this.#sentHeight = height;
    this.session.setSource({ video, audio, content, height }, has);
  }

  #followSize(): void {
    if (this.scene.report.get().size.height !== this.#sentHeight) this.#sendScene();
  }

  async #keep(change: Partial<Settings>): Promise<void> {
    this.#settings.set(await this.desktop.updateSettings(change));
  }
}

const aboutOf = ({ title, presenterName }: Settings) => ({ title, presenter: presenterName });
