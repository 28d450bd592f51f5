/** The services that you know: what each answers, which one is used, and how another is added. */
import { useEffect, useState } from 'react';
import { useStore } from '../use-store.ts';
import { AddService } from './AddService.tsx';
import { ServiceCard } from './ServiceCard.tsx';
import type { SettingsSectionProps } from './SettingsSheet.tsx';

export function ServicesSettings({ studio, onAir, close }: SettingsSectionProps) {
  const { services } = useStore(studio.settings);
  const findings = useStore(studio.lookout.findings);
  const [problem, setProblem] = useState<string | null>(null);
  const { defaultServiceUrl, kind } = studio.host;
  const known = [
    { origin: defaultServiceUrl, name: '' },
    // In a tab the page may call no other: its policy names the one that it came with.
    ...(kind === 'desktop' ? services.filter(({ origin }) => origin !== defaultServiceUrl) : []),
  ];
  const origins = known.map(({ origin }) => origin).join(' ');
  useEffect(() => {
    for (const origin of origins.split(' ')) void studio.lookout.look(origin);
  }, [studio, origins]);

  const attempt = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work. Trying again may help.');
    }
  };

  return (
    <div className="services">
      <ul aria-label="Services">
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
            onKey={(key) => attempt(studio.keepPresenterKey(service.origin, key))}
          />
        ))}
      </ul>
      {onAir && <p className="note">Stop first to use another service.</p>}
      {kind === 'desktop' ? (
        <AddService add={(text) => studio.addService(text)} />
      ) : (
        <p className="note">
          In a browser Lectern presents to the service that its page came with. The app knows several.
        </p>
      )}
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <footer>
        <button type="button" className="primary" onClick={close}>
          Done
        </button>
      </footer>
    </div>
  );
}
