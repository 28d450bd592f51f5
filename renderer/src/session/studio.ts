/** Everything that runs behind the presenter's UI, put together: settings, devices, and the session that sends them out. */
import { Store, type ReadableStore } from '@lectern/rtc';
import type { DesktopApi, DeviceChoice, Host, Settings } from '@lectern/electron/bridge';
import { refreshDeviceList } from '../capture/device-list.ts';
import { DeviceSource } from '../capture/device-source.ts';
import type { OutgoingSource } from '../fan-out/link-media.ts';
import { chooseMedia } from '../fan-out/choose-media.ts';
import { PresenterSession } from './presenter-session.ts';

export class Studio {
  readonly desktop: DesktopApi;
  readonly host: Host;
  readonly camera: DeviceSource;
  readonly microphone: DeviceSource;
  readonly session: PresenterSession;
  readonly #settings: Store<Settings>;

  private constructor(desktop: DesktopApi, start: { host: Host; settings: Settings; session: PresenterSession }) {
    this.desktop = desktop;
    this.host = start.host;
    this.#settings = new Store(start.settings);
    this.session = start.session;
    this.camera = new DeviceSource('camera', start.settings.camera);
    this.microphone = new DeviceSource('microphone', start.settings.microphone);
  }

  static async open(desktop: DesktopApi): Promise<Studio> {
    const [host, settings, roomId] = await Promise.all([
      desktop.describeHost(),
      desktop.readSettings(),
      desktop.identifyRoom(),
    ]);
    const session = new PresenterSession({
      desktop,
      serviceUrl: settings.serviceUrl ?? host.defaultServiceUrl,
      roomId,
      about: aboutOf(settings),
      media: chooseMedia(settings.sending),
    });
    const studio = new Studio(desktop, { host, settings, session });
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

  /**
   * Another service, or null for the one that came with the start. The page opens anew with it.
   * @throws {Error} With words for the presenter, where the address is not one.
   */
  async chooseService(serviceUrl: string | null): Promise<void> {
    if (serviceUrl === this.#settings.get().serviceUrl) return;
    await this.#keep({ serviceUrl });
    if (this.host.kind === 'browser') location.reload();
  }

  #begin(): void {
    for (const source of [this.camera, this.microphone]) {
      source.state.subscribe(() => {
        this.session.setSource(this.#outgoing());
        // Labels become known once a device has been opened.
        if (source.state.get().name === 'on') void refreshDeviceList();
      });
    }
    navigator.mediaDevices.addEventListener('devicechange', () => {
      void refreshDeviceList();
      void this.camera.handleDeviceChange();
      void this.microphone.handleDeviceChange();
    });
    this.desktop.on('settingsChanged', (settings) => this.#settings.set(settings));
    this.desktop.on('systemResumed', () => this.session.hurry());
    window.addEventListener('online', () => this.session.hurry());
    window.addEventListener('pagehide', () => this.session.close());
    const { cameraOn, microphoneOn, uplinkKbps } = this.#settings.get();
    this.session.limitUplink(uplinkKbps);
    void refreshDeviceList();
    void this.camera.turn(cameraOn);
    void this.microphone.turn(microphoneOn);
  }

  #outgoing(): OutgoingSource {
    const [video, audio] = [this.camera, this.microphone].map((source) => {
      const state = source.state.get();
      return state.name === 'on' ? state.track : null;
    });
    return { video: video ?? null, audio: audio ?? null, content: 'motion' };
  }

  async #keep(change: Partial<Settings>): Promise<void> {
    this.#settings.set(await this.desktop.updateSettings(change));
  }
}

const aboutOf = ({ title, presenterName }: Settings) => ({ title, presenter: presenterName });
