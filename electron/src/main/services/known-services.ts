/** Adding to and taking from the list of services. Pure: what changes in the settings. */
import type { Settings, KnownService } from '@lectern/bridge';
import { ShowableError } from '../showable-error.ts';

type Services = Pick<Settings, 'services'>;

/** The one that came with the start is known anyway. A name that is said later, or anew, replaces the old one. */
export function withService({ services }: Services, added: KnownService, defaultOrigin: string): Services {
  if (added.origin === defaultOrigin) return { services };
  const known = services.find(({ origin }) => origin === added.origin);
  if (known === undefined) return { services: [...services, added] };
  const renamed = added.name === '' ? known : added;
  return { services: services.map((service) => (service === known ? renamed : service)) };
}

export function withoutService(
  { services, serviceUrl }: Services & Pick<Settings, 'serviceUrl'>,
  gone: string,
): Services {
  if (gone === serviceUrl) throw new ShowableError('This service is in use. Use another one first.');
  return { services: services.filter(({ origin }) => origin !== gone) };
}
