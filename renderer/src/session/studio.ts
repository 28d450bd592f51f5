/**
 * Everything that runs behind the presenter's UI: settings, devices, the broadcast, and the session
 * with the service.
 */
import type { RoomId } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, DeviceChoice, Host, ProposalAnswer, SaveProblem, Settings, SignInWay } from '@lectern/bridge';
import { pictureHeights } from '@lectern/steering';
import { Broadcast } from '../broadcast/broadcast.ts';
import { deviceList, watchDevices, refreshDeviceList } from '../capture/device-list.ts';
import { DeviceSource } from '../capture/device-source.ts';
import { noteTwin } from '../capture/find-device.ts';
import { ScreenSource } from '../capture/screen-source.ts';
import { SoundRevival } from '../capture/sound-revival.ts';
import { SystemSoundSource } from '../capture/system-sound-source.ts';
import { chooseMedia } from '../fan-out/choose-media.ts';
import { connectSources } from '../scene/connect-sources.ts';
import { Publishing } from '../publishing/publishing.ts';
import { Recording } from '../recording/recording.ts';
import { SCREEN_PIXELS } from '../policy/scene.ts';
import { SceneSettings } from '../scene/scene-settings.ts';
import type { SceneTexts } from '../scene/scene-layout.ts';
import { Scene } from '../scene/scene.ts';
import { EpochMemory } from './epoch-memory.ts';
import { aboutOf, qualityOf, savedGrant } from './from-settings.ts';
import { onNetworkChanged } from './network-changes.ts';
import { PresenterSession } from './presenter-session.ts';
import { RemovalMemory } from './removal-memory.ts';
import { RoomEntrySettings } from './room-entry.ts';
import { ServiceChecks } from './service-checks.ts';
import { WithdrawnRooms } from './withdrawn-rooms.ts';

export class Studio {
  readonly desktop: DesktopApi;
  readonly host: Host;
  readonly camera: DeviceSource;
  readonly microphone: DeviceSource;
  readonly screen: ScreenSource;
  readonly systemSound: SystemSoundSource;
  readonly soundRevival: SoundRevival;
  readonly roomId: RoomId;
  readonly session: PresenterSession;
  readonly services: ServiceChecks;
  /** Who may watch. */
  readonly entry: RoomEntrySettings;
  readonly broadcast: Broadcast;
  /** The broadcast's scene. */
  readonly scene: Scene;
  readonly sceneSettings: SceneSettings;
  readonly recording: Recording;
  /** To another server, beside the watchers. */
  readonly publishing: Publishing;
  readonly #settings: Store<Settings>;
  readonly #saveProblem = new Store<SaveProblem | null>(null);
  readonly #closings: (() => void)[] = [];

  private constructor(
    desktop: DesktopApi,
    start: {
      host: Host;
      settings: Settings;
      roomId: RoomId;
      session: PresenterSession;
      scene: Scene;
      broadcast: Broadcast;
      entry: RoomEntrySettings;
    },
  ) {
    this.desktop = desktop;
    this.host = start.host;
    this.#settings = new Store(start.settings);
    this.roomId = start.roomId;
    this.session = start.session;
    this.broadcast = start.broadcast;
    this.services = new ServiceChecks(desktop);
    this.entry = start.entry;
    this.scene = start.scene;
    this.sceneSettings = new SceneSettings(
      start.scene,
      start.settings,
      async (change) => void (await this.#save(change)),
    );
    this.recording = new Recording({ desktop, scene: start.scene, title: () => this.#settings.get().title });
    const { session, broadcast } = start;
    this.publishing = new Publishing({ desktop, media: broadcast.media, session, settings: this.#settings });
    this.camera = new DeviceSource('camera', start.settings.camera);
    this.microphone = new DeviceSource('microphone', start.settings.microphone);
    this.screen = new ScreenSource({
      desktop,
      picker: start.host.screenPicker,
      wantsSound: () => this.systemSound.isWanted,
    });
    this.systemSound = new SystemSoundSource({
      desktop,
      ability: start.host.systemSound,
      screen: this.screen,
      needsPermission: start.host.privacySettings.includes('system-sound'),
    });
    this.soundRevival = new SoundRevival({ desktop, microphone: this.microphone, systemSound: this.systemSound });
  }

  static async open(desktop: DesktopApi, texts: SceneTexts): Promise<Studio> {
    // First: from then on the settings list the room in use.
    const roomId = await desktop.identifyRoom();
    const [host, settings, presenterKey, saveProblem, entry] = await Promise.all([
      desktop.describeHost(),
      desktop.readSettings(),
      desktop.handshakeKey(),
      desktop.readSaveProblem(),
      RoomEntrySettings.open(desktop, roomId),
    ]);
    const scene = new Scene(texts);
    const broadcast = new Broadcast({ scene, media: chooseMedia(settings) });
    const access = { desktop, serviceUrl: settings.serviceUrl ?? host.defaultServiceUrl, presenterKey };
    const epochs = new EpochMemory(localStorage, `${roomId} ${access.serviceUrl}`);
    const [removals, about] = [new RemovalMemory(localStorage, roomId), aboutOf(settings)];
    const stream = savedGrant(desktop, settings, roomId);
    const { rules } = entry;
    const session = new PresenterSession({ ...access, roomId, about, broadcast, epochs, removals, rules, stream });
    entry.connect(session.entrance);
    const studio = new Studio(desktop, { host, settings, roomId, session, scene, broadcast, entry });
    studio.#openWithdrawnRooms(new WithdrawnRooms(access));
    studio.#saveProblem.set(saveProblem);
    studio.#start();
    return studio;
  }

  get settings(): ReadableStore<Settings> {
    return this.#settings;
  }

  /** Why the latest changes are not saved; null while they are. */
  get saveProblem(): ReadableStore<SaveProblem | null> {
    return this.#saveProblem;
  }

  get serviceUrl(): string {
    return this.#settings.get().serviceUrl ?? this.host.defaultServiceUrl;
  }

  async turnCamera(on: boolean): Promise<void> {
    await Promise.all([this.camera.turn(on), this.#save({ cameraOn: on })]);
  }

  async turnMicrophone(on: boolean): Promise<void> {
    await Promise.all([this.microphone.turn(on), this.#save({ microphoneOn: on })]);
  }

  async turnSystemSound(on: boolean): Promise<void> {
    await Promise.all([this.systemSound.turn(on), this.#save({ systemSoundOn: on })]);
  }

  /** Takes effect while live. */
  async chooseMicrophoneSound(microphoneSound: Settings['microphoneSound']): Promise<void> {
    await this.#save({ microphoneSound });
  }

  async chooseCamera(camera: DeviceChoice | null): Promise<void> {
    await Promise.all([this.camera.choose(camera), this.#save({ camera })]);
  }

  async chooseMicrophone(microphone: DeviceChoice | null): Promise<void> {
    await Promise.all([this.microphone.choose(microphone), this.#save({ microphone })]);
  }

  async describe(about: Pick<Settings, 'title' | 'presenterName'>): Promise<void> {
    this.session.describe(aboutOf(await this.#save(about)));
  }

  /** Takes effect the next time that the presenter goes live. */
  async chooseTurnOnly(turnOnly: boolean): Promise<void> {
    await this.#save({ turnOnly });
  }

  /** Takes effect while live, like every change of the settings. */
  async chooseQuality(
    change: Partial<Pick<Settings, 'quality' | 'screenSize' | 'sharpness' | 'uplinkKbps'>>,
  ): Promise<void> {
    await this.#save(change);
  }

  /** The page is then loaded again. */
  async chooseService(origin: string): Promise<void> {
    if (origin === this.serviceUrl) return;
    await this.#save({ serviceUrl: origin === this.host.defaultServiceUrl ? null : origin });
  }

  /** @throws {Error} With text for the presenter, where `text` names no service. */
  async addService(text: string): Promise<void> {
    await this.#checkAgain(await this.desktop.addService(text));
  }

  /**
   * Stores the presenter key for a service; null deletes it. The service in use is tried again at
   * once.
   */
  async storePresenterKey(origin: string, key: string | null): Promise<void> {
    await this.desktop.storePresenterKey(origin, key);
    // In a browser tab the session holds the key, from its start.
    if (this.host.kind === 'browser') location.reload();
    await this.#checkAgain(origin);
  }

  /** The service in use is tried again at once. */
  async signIn(origin: string, way: SignInWay): Promise<void> {
    if (await this.desktop.signIn(origin, way)) await this.#checkAgain(origin);
  }

  /** The presenter's answer to a link that proposes a service. */
  async answerProposal(answer: ProposalAnswer): Promise<void> {
    await this.desktop.answerProposal(answer);
    // The link may bring a new key for the service in use. For another service the page is loaded
    // again.
    if (answer.wanted) this.session.permissionChanged();
  }

  close(): void {
    this.session.close();
    for (const close of this.#closings.splice(0)) close();
    this.soundRevival.close();
    for (const source of [this.camera, this.microphone, this.systemSound, this.screen]) source.close();
    this.recording.close();
    this.publishing.close();
    this.broadcast.close();
  }

  async #checkAgain(origin: string): Promise<void> {
    if (origin === this.serviceUrl) this.session.permissionChanged();
    await this.services.check(origin);
  }

  #start(): void {
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
    this.#closings.push(
      stopWatchingDevices,
      deviceList.subscribe(() => this.#noteTwins()),
      // Before the sources are closed, which would otherwise change the saved layout.
      disconnectSources,
    );
    this.#settings.subscribe(() => this.#applySettings());
    this.#applySettings();
    this.desktop.on('settingsChanged', (settings) => this.#settings.set(settings));
    this.desktop.on('saveProblemChanged', (problem) => this.#saveProblem.set(problem));
    onNetworkChanged(this.desktop, () => this.session.networkChanged());
    window.addEventListener('pagehide', () => this.close());
    // After each failed attempt, find out why.
    this.session.state.subscribe(() => {
      if (this.session.state.get().signaling.name === 'lost') void this.services.check(this.serviceUrl);
    });
    const { cameraOn, microphoneOn, systemSoundOn } = this.#settings.get();
    void refreshDeviceList();
    void this.camera.turn(cameraOn);
    void this.microphone.turn(microphoneOn);
    void this.systemSound.turn(systemSoundOn);
  }

  #noteTwins(): void {
    const { cameras, microphones } = deviceList.get();
    const { camera, microphone } = this.#settings.get();
    const [notedCamera, notedMicrophone] = [noteTwin(camera, cameras), noteTwin(microphone, microphones)];
    if (notedCamera !== undefined) void this.#save({ camera: notedCamera });
    if (notedMicrophone !== undefined) void this.#save({ microphone: notedMicrophone });
  }

  #openWithdrawnRooms(withdrawn: WithdrawnRooms): void {
    const open = (): void => withdrawn.set(this.#settings.get().withdrawnRooms);
    open();
    this.#closings.push(this.#settings.subscribe(open), () => withdrawn.close());
  }

  /** The camera is captured at the size of the best layer, or at the next larger one it has. */
  #applySettings(): void {
    const settings = this.#settings.get();
    this.session.turnOnly.want(settings.turnOnly);
    this.broadcast.setQuality(qualityOf(settings));
    this.scene.setScreenPixels(SCREEN_PIXELS[settings.screenSize]);
    void this.camera.setHeight(pictureHeights[settings.quality]);
    void this.microphone.setSound(settings.microphoneSound);
  }

  /**
   * The change takes effect when the desktop publishes it, here as in every other window or tab.
   */
  async #save(change: Partial<Settings>): Promise<Settings> {
    return await this.desktop.updateSettings(change);
  }
}
