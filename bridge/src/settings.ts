/** What the presenter app saves between starts. */
import type { RoomId, StreamGeneration } from '@lectern/protocol';
import type { CameraInset, LayoutKind, SlateSettings } from './scene-settings.ts';
import type { KnownService } from './services.ts';

/** A device that was chosen. The label finds it where its id has changed since. */
export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
  /** Another device had the same label when it was chosen, so the label does not find it. */
  readonly hasTwin?: boolean | undefined;
}

export interface KnownRoom {
  readonly roomId: RoomId;
  readonly title: string;
}

/** Its tokens follow from it at the service alone. */
export interface StreamGrantOfRoom {
  readonly roomId: RoomId;
  readonly generation: StreamGeneration;
}

/** What is saved between starts. */
export interface Settings {
  /** Origin of the signaling service; null is the default of this start. */
  readonly serviceUrl: string | null;
  /** The services that were added, always including the one in `serviceUrl`. */
  readonly services: readonly KnownService[];
  /** Title of the room in use. */
  readonly title: string;
  /** The presenter's rooms, each with its own link. For the room in use, `title` above counts. */
  readonly rooms: readonly KnownRoom[];
  /**
   * Rooms whose link was replaced, the newest first. While the app runs, each tells visitors that
   * its link is no longer used.
   */
  readonly withdrawnRooms: readonly KnownRoom[];
  /** The room in use; null is the first one. */
  readonly currentRoom: RoomId | null;
  readonly presenterName: string;
  /** Links use TURN only, so that presenter and watchers see no network address of each other. */
  readonly turnOnly: boolean;
  readonly camera: DeviceChoice | null;
  readonly microphone: DeviceChoice | null;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  /**
   * The microphone's content. Music is captured without echo cancellation, noise suppression and
   * gain control.
   */
  readonly microphoneSound: 'speech' | 'music';
  /**
   * Whether the computer's sound is sent. The shared screen is not saved: no start may show a
   * screen by itself.
   */
  readonly systemSoundOn: boolean;
  /** What the scene shows, where the camera is when it shows both, and what is on the slate. */
  readonly layout: LayoutKind;
  readonly cameraInset: CameraInset;
  readonly slate: SlateSettings;
  /** One encoder for all watchers where that is possible, or one for each. */
  readonly sending: 'once' | 'each';
  /** The codecs of the picture: VP8 alone, or AV1 besides for watchers and machines that suit it. */
  readonly codecs: 'vp8' | 'auto';
  /** Limit for all watchers together, kbit/s; null is no limit. */
  readonly uplinkKbps: number | null;
  /** Sets the size of the camera's picture and the bit rate of the best layer. */
  readonly quality: 'saver' | 'standard' | 'high';
  /** How large a shared screen's picture is at most: as many pixels as Full HD, or as 2560×1440. */
  readonly screenSize: 'full-hd' | 'original';
  /** What lower layers preserve: sharp text or smooth motion. `auto` depends on what is shown. */
  readonly sharpness: 'auto' | 'text' | 'motion';
  /**
   * When the control strip shows while live: while the window is not in front, always, or never.
   */
  readonly strip: 'auto' | 'always' | 'never';
  /**
   * Global shortcuts in Electron's notation, for example `CommandOrControl+Alt+Shift+9`; null is
   * none.
   */
  readonly shortcuts: { readonly pause: string | null; readonly microphone: string | null };
  /**
   * Folder for recordings; null is `Lectern` in the system's folder for videos. The page may only
   * set it to null.
   */
  readonly recordingFolder: string | null;
  /** The generations of the grants by which other programs may publish, one a room at most. */
  readonly streamGrants: readonly StreamGrantOfRoom[];
  /** A server that takes the scene by WHIP (RFC 9725); null is none. */
  readonly publishAddress: string | null;
  /** Whether the scene is published there while live. */
  readonly publishOn: boolean;
}
