/** The services you know: how each one stands, which one is in use, and a field to add another. */
import { useEffect } from 'react';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { AddService } from './AddService.tsx';
import type { SettingsSectionProps } from './section.tsx';
import { ServiceCard } from './ServiceCard.tsx';

export function ServicesSettings({ studio, onAir }: SettingsSectionProps) {
  const { services } = useStore(studio.settings);
  const findings = useStore(studio.services.findings);
  const progress = useStore(studio.services.signIn);
  const { problem, attempt } = useAttempt();
  const { defaultServiceUrl, kind } = studio.host;
  const known = [
    { origin: defaultServiceUrl, name: '' },
    // In a browser the page's content policy allows only the service it came from.
    ...(kind === 'desktop' ? services.filter(({ origin }) => origin !== defaultServiceUrl) : []),
  ];
  const origins = known.map(({ origin }) => origin).join(' ');
  useEffect(() => {
    for (const origin of origins.split(' ')) void studio.services.check(origin);
  }, [studio, origins]);

  return (
    <>
      <ul aria-label={words.sections.services}>
        {known.map((service) => (
          <ServiceCard
            key={service.origin}
            service={service}
            check={findings[service.origin]}
            isDefault={service.origin === defaultServiceUrl}
            isUsed={service.origin === studio.serviceUrl}
            canUse={!onAir}
            onUse={() => void attempt(studio.chooseService(service.origin))}
            onRemove={() => void attempt(studio.desktop.removeService(service.origin))}
            onKey={(key) => attempt(studio.storePresenterKey(service.origin, key))}
            signIns={{
              isPossible: kind === 'desktop',
              progress: progress?.origin === service.origin ? progress : null,
              signIn: (way) => void attempt(studio.signIn(service.origin, way)),
              cancel: () => void studio.desktop.cancelSignIn(),
              signOut: () => void attempt(studio.services.signOut(service.origin)),
            }}
          />
        ))}
      </ul>
      {onAir && <p className="note">{words.services.stopFirst}</p>}
      {kind === 'desktop' ? (
        <AddService add={(text) => studio.addService(text)} />
      ) : (
        <p className="note">{words.services.inBrowser}</p>
      )}
      <Problem text={problem} />
    </>
  );
}
