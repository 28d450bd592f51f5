/**
 * Another server that gets the scene while live: its address, its token, and whether it is used.
 * Below, whether other programs may publish into the room.
 */
import { PublishAddress } from '@lectern/bridge';
import loglevel from 'loglevel';
import { useEffect, useState } from 'react';
import { Problem } from '../Problem.tsx';
import { PublishingLine } from '../publishing/PublishingLine.tsx';
import { Switch } from '../sources/Switch.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { KeyField } from './KeyField.tsx';
import type { SettingsSectionProps } from './section.tsx';
import { StreamSettings } from './StreamSettings.tsx';
import './named-switch.css';

const log = loglevel.getLogger('ui');
const say = words.publishing;

export function PublishingSettings({ studio }: SettingsSectionProps) {
  return (
    <>
      <OtherServer studio={studio} />
      <StreamSettings studio={studio} />
    </>
  );
}

function OtherServer({ studio }: Pick<SettingsSectionProps, 'studio'>) {
  const { publishAddress, publishOn } = useStore(studio.settings);
  const { publishing } = studio;
  const { problem, attempt } = useAttempt(words.notSaved);
  const saveAddress = async (form: FormData): Promise<void> => {
    const text = form.get('address');
    const typed = typeof text === 'string' ? text.trim() : '';
    await attempt(
      typed === '' || PublishAddress.safeParse(typed).success
        ? publishing.choose(typed === '' ? { publishAddress: null, publishOn: false } : { publishAddress: typed })
        : Promise.reject(new Error(say.notAnAddress)),
    );
  };
  return (
    <section>
      <h3>{say.legend}</h3>
      <p className="note">{say.meaning}</p>
      <form className="row" action={saveAddress}>
        <label>
          {say.address}
          <input
            // A form that has been sent is reset to the default.
            key={publishAddress}
            name="address"
            type="url"
            defaultValue={publishAddress ?? ''}
            placeholder={say.addressExample}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <button type="submit">{say.saveAddress}</button>
      </form>
      <Problem text={problem} />
      {publishAddress !== null && <TokenField key={publishAddress} address={publishAddress} studio={studio} />}
      <div className="named-switch">
        <span>{say.on}</span>
        <Switch
          label={say.on}
          on={publishOn}
          disabled={publishAddress === null}
          onTurn={(on) => void attempt(publishing.choose({ publishOn: on }))}
        />
        <p className="note">{publishAddress === null ? say.addressFirst : say.seesAddress}</p>
      </div>
      <PublishingLine studio={studio} />
    </section>
  );
}

function TokenField({ address, studio }: Pick<SettingsSectionProps, 'studio'> & { readonly address: string }) {
  const { desktop, publishing } = studio;
  const [hasToken, setHasToken] = useState(false);
  const { problem, attempt } = useAttempt(words.notSaved);
  useEffect(() => {
    desktop
      .hasPublishToken(address)
      .then(setHasToken, (error: unknown) => log.debug('It is unknown whether there is a token:', error));
  }, [desktop, address]);
  const save = async (token: string | null): Promise<void> => {
    await publishing.storeToken(address, token);
    setHasToken(token !== null);
  };
  return (
    <>
      <KeyField
        words={say.token}
        host={new URL(address).host}
        hasKey={hasToken}
        onKey={(token) => attempt(save(token))}
      />
      <Problem text={problem} />
    </>
  );
}
