/** What a valid setting is and where each starts: read by both implementations of the bridge, whatever they keep it in. */
import * as z from 'zod/mini';
import type { Settings as SettingsShape } from './contract.ts';

/** True for `https://lectern.example` or `http://192.168.1.5:4400`, not for an address with a path, a query or a user in it. */
export function isServiceOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text)) return false;
  try {
    return new URL(text).origin === text;
  } catch {
    return false; // Not an address at all.
  }
}

export const ServiceOrigin = z
  .string()
  .check(z.refine(isServiceOrigin, 'The service is given as an address such as https://lectern.example'));

/** Longer than any label a system gives; the cap keeps a stray megabyte out of the settings. */
const deviceText = z.string().check(z.maxLength(512));
const DeviceChoice = z.object({ id: deviceText, label: deviceText });

/** The lengths of `title` and `presenterName` are those of `RoomAbout`, which they become. */
const settingsShape = {
  serviceUrl: z.nullable(ServiceOrigin),
  title: z.string().check(z.maxLength(80)),
  presenterName: z.string().check(z.maxLength(60)),
  camera: z.nullable(DeviceChoice),
  microphone: z.nullable(DeviceChoice),
  cameraOn: z.boolean(),
  microphoneOn: z.boolean(),
  sending: z._default(z.enum(['once', 'each']), 'once'),
  uplinkKbps: z._default(z.nullable(z.number().check(z.int(), z.gte(300), z.lte(1_000_000))), null),
} satisfies { [K in keyof SettingsShape]: z.ZodMiniType<SettingsShape[K]> };

/** Tolerant of settings that a newer version has added. */
export const SettingsSchema = z.object(settingsShape);

/** Strict: what the UI asks to change must exist. */
export const SettingsChange = z.partial(z.strictObject(settingsShape));

export const defaultSettings: SettingsShape = {
  serviceUrl: null,
  title: '',
  presenterName: '',
  camera: null,
  microphone: null,
  cameraOn: true,
  microphoneOn: true,
  sending: 'once',
  uplinkKbps: null,
};

/** `settings` with the fields that `change` really has; a field that is there but undefined changes nothing. */
export function withChange(settings: SettingsShape, change: z.infer<typeof SettingsChange>): SettingsShape {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return SettingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
}
