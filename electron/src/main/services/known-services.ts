/** Adds a service to the list in the settings, and removes one. Pure. */
import type { Settings, KnownService } from '@lectern/bridge';
import { ShowableError } from '../bridge/showable-error.ts';
import { serviceWords } from '../words.ts';

type Services = Pick<Settings, 'services'>;

/** The default service is always known and not in the list. A new name replaces an old one. */
export function withService({ services }: Services, added: KnownService, defaultOrigin: string): Services {
  if (added.origin === defaultOrigin) return { services };
  const known = services.find(({ origin }) => origin === added.origin);
  if (known === undefined) return { services: [...services, added] };
  const renamed = added.name === '' ? known : added;
  return { services: services.map((service) => (service === known ? renamed : service)) };
}

export function withoutService(
  { services, serviceUrl }: Services & Pick<Settings, 'serviceUrl'>,
  removed: string,
): Services {
  if (removed === serviceUrl) throw new ShowableError(serviceWords.inUse);
  return { services: services.filter(({ origin }) => origin !== removed) };
}
