/** `rotate`: replaces the key that signs tokens, without dropping a client. */
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { askService } from './ask-service.ts';

const MS_PER_HOUR = 3_600_000;

export const rotateCommand: Command = {
  summary: 'replaces the token key of the running service; clients stay connected',
  help: `rotate   makes a new key for the tokens of presenters and watchers, and uses it at once

Tokens of the key before are accepted for a day. To refuse them at once, stop the service, delete \`token-key.old\` in its data
folder, and start it: clients that had no new token yet must join again.

Where the secret is in the settings (LECTERN_TOKEN_SECRET), change it there instead, and keep the one before in
LECTERN_OLD_TOKEN_SECRET.`,
  async run(args, env, { out }) {
    parseArgs({ args: [...args] });
    const { oldValidMs } = await askService(env, { command: 'rotate-token-key' });
    out(
      `The token key is replaced. Tokens of the one before are accepted for ${String(oldValidMs / MS_PER_HOUR)} hours.`,
    );
    return 0;
  },
};
