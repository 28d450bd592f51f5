/** The schema and the defaults of the settings, for both implementations of the bridge. */
import { RoomId, ServiceUrl, StreamGeneration } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { Settings as SettingsShape } from './settings.ts';
import { SERVICE_NAME_LENGTH } from './enrolment-link.ts';
import { PublishAddress } from './publishing.ts';
import { defaultInset, defaultSlate, layoutKinds, SLATE_PICTURE_BYTES, SLATE_TEXT_LENGTH } from './scene-settings.ts';

/**
 * True for `https://lectern.example`, `http://192.168.1.5:4400` or `https://example.org/lectern`;
 * false with a slash at the end, a query or a user.
 */
export function isServiceOrigin(text: string): boolean {
  if (!ServiceUrl.safeParse(text).success || !URL.canParse(text)) return false;
  return new URL(text).href.replace(/\/$/, '') === text;
}

export const ServiceOrigin = z
  .string()
  .check(z.refine(isServiceOrigin, 'The service is given as an address such as https://lectern.example'));

const KnownService = z.object({
  origin: ServiceOrigin,
  name: z.string().check(z.maxLength(SERVICE_NAME_LENGTH)),
});

/**
 * Of a room's file: a guess takes half a second of a processor, and twelve letters take very many.
 */
export const PASSPHRASE_MIN_LENGTH = 12;
export const PASSPHRASE_MAX_LENGTH = 200;

export const RoomTitle = z.string().check(z.maxLength(80));
const StreamGrantOfRoom = z.object({ roomId: RoomId, generation: StreamGeneration });
const KnownRoom = z.object({ roomId: RoomId, title: RoomTitle });

/** Longer than the labels of any system. */
const deviceText = z.string().check(z.maxLength(512));
const DeviceChoice = z.object({ id: deviceText, label: deviceText, hasTwin: z.optional(z.boolean()) });

/** In Electron's notation. Only the system knows whether it is a valid combination. */
const accelerator = z.nullable(z.string().check(z.maxLength(64), z.regex(/^[\w+]+$/)));
/**
 * Held in every program while live, so no editor, browser or slide program may use them. Letters
 * with these modifiers are used by several.
 */
const defaultShortcuts = { pause: 'CommandOrControl+Alt+Shift+9', microphone: 'CommandOrControl+Alt+Shift+0' };

const fraction = z.number().check(z.gte(0), z.lte(1));
const CameraInset = z.object({ x: fraction, y: fraction, size: fraction, shape: z.enum(['round', 'square']) });
/**
 * Only bitmaps: an SVG could contain more than a picture. Base64 needs a third more than the bytes.
 */
const picture = z.string().check(
  z.maxLength(Math.ceil(SLATE_PICTURE_BYTES * 1.34) + 64),
  z.refine(
    (text) => /^data:image\/(png|jpeg|webp);base64,/.test(text),
    'The slate’s picture must be a PNG, JPEG or WebP',
  ),
);
const Slate = z.object({ text: z.string().check(z.maxLength(SLATE_TEXT_LENGTH)), picture: z.nullable(picture) });

/** `title` and `presenterName` have the lengths of `RoomAbout`, which they become. */
const settingsShape = {
  serviceUrl: z.nullable(ServiceOrigin),
  services: z._default(z.readonly(z.array(KnownService).check(z.maxLength(100))), []),
  title: RoomTitle,
  rooms: z._default(z.readonly(z.array(KnownRoom).check(z.maxLength(200))), []),
  withdrawnRooms: z._default(z.readonly(z.array(KnownRoom).check(z.maxLength(200))), []),
  currentRoom: z._default(z.nullable(RoomId), null),
  presenterName: z.string().check(z.maxLength(60)),
  turnOnly: z._default(z.boolean(), false),
  camera: z.nullable(DeviceChoice),
  microphone: z.nullable(DeviceChoice),
  cameraOn: z.boolean(),
  microphoneOn: z.boolean(),
  microphoneSound: z._default(z.enum(['speech', 'music']), 'speech'),
  systemSoundOn: z._default(z.boolean(), false),
  layout: z._default(z.enum(layoutKinds), 'camera'),
  cameraInset: z._default(CameraInset, defaultInset),
  slate: z._default(Slate, defaultSlate),
  sending: z._default(z.enum(['once', 'each']), 'once'),
  codecs: z._default(z.enum(['vp8', 'auto']), 'vp8'),
  uplinkKbps: z._default(z.nullable(z.number().check(z.int(), z.gte(300), z.lte(1_000_000))), null),
  quality: z._default(z.enum(['saver', 'standard', 'high']), 'standard'),
  screenSize: z._default(z.enum(['full-hd', 'original']), 'full-hd'),
  sharpness: z._default(z.enum(['auto', 'text', 'motion']), 'auto'),
  strip: z._default(z.enum(['auto', 'always', 'never']), 'auto'),
  shortcuts: z._default(z.object({ pause: accelerator, microphone: accelerator }), defaultShortcuts),
  recordingFolder: z._default(z.nullable(z.string().check(z.maxLength(4096))), null),
  streamGrants: z._default(z.readonly(z.array(StreamGrantOfRoom).check(z.maxLength(200))), []),
  publishAddress: z._default(z.nullable(PublishAddress), null),
  publishOn: z._default(z.boolean(), false),
} satisfies { [K in keyof SettingsShape]: z.ZodMiniType<SettingsShape[K]> };

/**
 * The service in use is always in the list. Settings of an early version have only `serviceUrl`.
 */
function withServiceInUse(settings: SettingsShape): SettingsShape {
  const { serviceUrl, services } = settings;
  if (serviceUrl === null || services.some(({ origin }) => origin === serviceUrl)) return settings;
  return { ...settings, services: [...services, { origin: serviceUrl, name: '' }] };
}

/** Ignores settings of newer versions. */
export const SettingsSchema = z.pipe(z.object(settingsShape), z.transform(withServiceInUse));

/** For changes: defaults would reset every setting that a change does not contain. */
const withoutDefaults = <S extends Record<string, z.ZodMiniType>>(shape: S): S =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      schema instanceof z.ZodMiniDefault ? schema.def.innerType : schema,
    ]),
  ) as S;

/** Strict: an unknown setting is an error. */
export const SettingsChange = z.partial(z.strictObject(withoutDefaults(settingsShape)));

export const defaultSettings: SettingsShape = {
  serviceUrl: null,
  services: [],
  title: '',
  rooms: [],
  withdrawnRooms: [],
  currentRoom: null,
  presenterName: '',
  turnOnly: false,
  camera: null,
  microphone: null,
  cameraOn: true,
  microphoneOn: true,
  microphoneSound: 'speech',
  systemSoundOn: false,
  layout: 'camera',
  cameraInset: defaultInset,
  slate: defaultSlate,
  sending: 'once',
  codecs: 'vp8',
  uplinkKbps: null,
  quality: 'standard',
  screenSize: 'full-hd',
  sharpness: 'auto',
  recordingFolder: null,
  streamGrants: [],
  publishAddress: null,
  publishOn: false,
  strip: 'auto',
  shortcuts: defaultShortcuts,
};

/**
 * `settings` with the fields of `change`. A field that is present but undefined changes nothing.
 */
export function withChange(settings: SettingsShape, change: z.infer<typeof SettingsChange>): SettingsShape {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return SettingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
}
