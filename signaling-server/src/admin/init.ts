/**
 * `init`: prints the settings for `build/compose.yaml`, with secrets made at random. It writes no
 * file, so it cannot overwrite one whose secrets are in use.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { ConfigError } from './config-error.ts';

const help = `Prints the settings for build/compose.yaml, with secrets made at random.

  --domain <name>      the name of the service, such as lectern.example.org
  --turn <name>        another name of the same machine, for TURN, such as turn.example.org
  --presenting <who>   keys: holders of presenter keys (the default); open: everybody

Keep the output as build/.env, readable for you alone:

  (umask 077; docker run --rm lectern init --domain … --turn … > build/.env)`;

const SECRET_BYTES = 32;
/** Grafana shows its form of it to people. */
const PASSWORD_BYTES = 18;
const NAME = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/;

export const initCommand: Command = {
  summary: 'prints the settings for build/compose.yaml, with fresh secrets',
  help,
  run(args, _env, { out }) {
    const { values } = parseArgs({
      args: [...args],
      options: { domain: { type: 'string' }, turn: { type: 'string' }, presenting: { type: 'string' } },
    });
    const problems: string[] = [];
    const domain = readName(values.domain, '--domain', problems);
    const turn = readName(values.turn, '--turn', problems);
    if (domain === turn && domain !== '') problems.push('--turn: port 443 is shared by name, so it needs another one');
    const presenting = values.presenting ?? 'keys';
    if (presenting !== 'keys' && presenting !== 'open') problems.push('--presenting: keys or open');
    if (problems.length > 0) throw new ConfigError(problems);
    for (const line of settings(domain, turn, presenting)) out(line);
    return 0;
  },
};

function readName(given: string | undefined, option: string, problems: string[]): string {
  const name = (given ?? '').toLowerCase();
  if (!NAME.test(name)) problems.push(`${option}: a name such as lectern.example.org`);
  return name;
}

function settings(domain: string, turn: string, presenting: string): readonly string[] {
  const turnUrls = [
    `turn:${turn}:3478?transport=udp`,
    `turn:${turn}:3478?transport=tcp`,
    `turns:${turn}:443?transport=tcp`,
  ];
  return [
    '# Settings for build/compose.yaml. Keep this file secret, and back it up. Every setting of docs/admin.md may be',
    '# added here.',
    'COMPOSE_PROJECT_NAME=lectern',
    `DOMAIN=${domain}`,
    `TURN_DOMAIN=${turn}`,
    '# Behind NAT, as most cloud machines are: the public address, a slash, the machine’s own.',
    'TURN_EXTERNAL_IP=',
    `LECTERN_PUBLIC_URL=https://${domain}`,
    `LECTERN_PRESENTING=${presenting}`,
    `LECTERN_TURN_URLS=${turnUrls.join(',')}`,
    `LECTERN_TURN_SECRET=${randomBytes(SECRET_BYTES).toString('base64url')}`,
    `GRAFANA_PASSWORD=${randomBytes(PASSWORD_BYTES).toString('base64url')}`,
  ];
}
