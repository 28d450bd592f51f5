/** Lets other programs publish into the room, and players show it: their addresses and tokens. */
import type { Studio } from '../../session/studio.ts';
import { Problem } from '../Problem.tsx';
import { Switch } from '../sources/Switch.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import './named-switch.css';

const say = words.streams;

export function StreamSettings({ studio }: { readonly studio: Studio }) {
  const { stream } = studio.session;
  const state = useStore(stream.state);
  const { problem, attempt } = useAttempt(words.notSaved);
  return (
    <section>
      <h3>{say.legend}</h3>
      <div className="named-switch">
        <span>{say.on}</span>
        <Switch
          label={say.on}
          on={state.name !== 'off'}
          onTurn={(on) => void attempt(on ? stream.give() : stream.withdraw())}
        />
        <p className="note">{state.name === 'off' || state.name === 'granted' ? say.meaning : say[state.name]}</p>
      </div>
      <Problem text={problem} />
      {state.name === 'granted' && (
        <>
          {(['publish', 'play'] as const).map((use) => {
            const address = `${studio.serviceUrl}/${use === 'publish' ? 'whip' : 'whep'}/${studio.roomId}`;
            return (
              <div key={use} className="acts" role="group" aria-label={say[use]}>
                <span className="note">{say[use]}</span>
                <button type="button" onClick={() => void attempt(studio.desktop.copyText(address))}>
                  {say.copyAddress}
                </button>
                <button type="button" onClick={() => void attempt(studio.desktop.copyText(state.tokens[use]))}>
                  {say.copyToken}
                </button>
              </div>
            );
          })}
          <button type="button" onClick={() => void attempt(stream.give())}>
            {say.newTokens}
          </button>
        </>
      )}
    </section>
  );
}
