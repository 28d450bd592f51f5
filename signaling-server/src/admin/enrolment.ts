/**
 * The enrolment link: by opening it, a presenter's app adds the service, with its key if it needs
 * one.
 */
import { ConfigError } from './config-error.ts';

interface Enrolment {
  /** Where presenters reach the service, perhaps with a path. */
  readonly service: string;
  /** What their app calls it; may be empty. */
  readonly label: string;
}

export const oneLine = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

/** Throws `ConfigError` when it is not known where presenters reach the service. */
export function readEnrolment(given: { service?: string; label?: string }, publicUrl: string | null): Enrolment {
  const address = given.service ?? publicUrl ?? '';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError([
      '--service: name the address where presenters reach the service, such as --service https://lectern.example',
    ]);
  }
  const { origin, pathname } = new URL(address);
  return { service: origin + pathname.replace(/\/+$/, ''), label: oneLine(given.label).slice(0, 60) };
}

export function enrolmentLink({ service, label }: Enrolment, key: string | null): string {
  const parameters = new URLSearchParams({
    service,
    ...(key === null ? {} : { key }),
    ...(label === '' ? {} : { name: label }),
  });
  // Spaces as %20: some programs that pass links on do not decode the plus sign.
  return `lectern://connect?${parameters.toString().replaceAll('+', '%20')}`;
}
