/**
 * The addresses of the system's privacy settings, where a person lets this app see or hear
 * something.
 */
import type { PrivacySubject } from '@lectern/bridge';

const macPane = (name: string): string => `x-apple.systempreferences:com.apple.preference.security?Privacy_${name}`;

const addresses: Partial<Record<NodeJS.Platform, Partial<Record<PrivacySubject, string>>>> = {
  darwin: {
    screen: macPane('ScreenCapture'),
    camera: macPane('Camera'),
    microphone: macPane('Microphone'),
    'system-sound': macPane('ScreenCapture'),
  },
  win32: { camera: 'ms-settings:privacy-webcam', microphone: 'ms-settings:privacy-microphone' },
};

/** Undefined where the system has no such page; Linux has none. */
export const privacyAddress = (platform: NodeJS.Platform, subject: PrivacySubject): string | undefined =>
  addresses[platform]?.[subject];

export const privacySubjectsOf = (platform: NodeJS.Platform): readonly PrivacySubject[] =>
  (['screen', 'camera', 'microphone', 'system-sound'] as const).filter((subject) => privacyAddress(platform, subject));
