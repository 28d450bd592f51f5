/** The settings of the relay: where its Janus nodes are, and who starts one that has ended. */
import { accessSync, constants } from 'node:fs';
import * as z from 'zod/mini';
import type { RelaySetting } from '../relay/relay.ts';
import { isWeak } from './weak-secret.ts';

/** The port has to be written out: the Admin API is a thousand below. */
const JanusUrl = z.string().check(
  z.refine((value) => {
    const url = URL.parse(value);
    if (url?.protocol !== 'ws:' && url?.protocol !== 'wss:') return false;
    const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return isBare && url.hostname !== '' && url.pathname === '/' && Number(url.port) > 1_000;
  }, 'needs an address such as ws://janus:8188, with a port above 1000'),
  z.overwrite((value) => value.replace(/\/$/, '')),
);

const split = (list: string): string[] => list.split(',').flatMap((part) => part.trim() || []);

/** Janus' configuration files hold it between quotation marks. */
const PLAIN = /^[\w.~+/=-]*$/;

export const relaySettings = {
  LECTERN_RELAY_ORIGIN: z.optional(JanusUrl),
  LECTERN_RELAY_EDGES: z.pipe(z.pipe(z.prefault(z.string(), ''), z.transform(split)), z.array(JanusUrl)),
  LECTERN_RELAY_SECRET: z.optional(
    z.string().check(
      z.refine((value) => !isWeak(value), 'needs at least 32 random bytes that are used nowhere else'),
      z.regex(PLAIN, 'needs letters, digits and . ~ + / = _ - only, as base64 has them'),
    ),
  ),
  LECTERN_RELAY_SECRET_FILE: z.optional(z.string()),
  LECTERN_RELAY_USE: z.prefault(z.enum(['never', 'auto', 'always'], 'needs never, auto or always'), 'never'),
  LECTERN_RELAY_RESTART: z.prefault(z.enum(['platform', 'service'], 'needs platform or service'), 'platform'),
  LECTERN_RELAY_PROGRAM: z.optional(z.string()),
};

type Given = Readonly<Record<string, string | undefined>>;

/** What contradicts itself or is missing. */
export function relayProblems(given: Given): readonly string[] {
  const has = (name: string): boolean => given[`LECTERN_RELAY_${name}`] !== undefined;
  const problems: string[] = [];
  if (!has('ORIGIN')) {
    const isUsed = (given['LECTERN_RELAY_USE'] ?? 'never') !== 'never';
    const needless = [...['EDGES', 'SECRET', 'PROGRAM'].filter(has), ...(isUsed ? ['USE'] : [])];
    return needless.map((name) => `LECTERN_RELAY_${name}: set LECTERN_RELAY_ORIGIN as well, or leave it out`);
  }
  if (!has('SECRET')) {
    problems.push('LECTERN_RELAY_SECRET: set it to the secret of every Janus of the relay');
  }
  const isByService = given['LECTERN_RELAY_RESTART'] === 'service';
  if (isByService !== has('PROGRAM')) {
    problems.push('LECTERN_RELAY_PROGRAM: set it together with LECTERN_RELAY_RESTART=service, and only then');
  }
  if (!isByService) return problems;
  const origin = URL.parse(given['LECTERN_RELAY_ORIGIN'] ?? '');
  if (origin !== null && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(origin.hostname)) {
    problems.push('LECTERN_RELAY_RESTART: the service can start a Janus on its own machine only, at 127.0.0.1');
  }
  const reason = whyNotExecutable(given['LECTERN_RELAY_PROGRAM']);
  if (reason !== undefined) problems.push(`LECTERN_RELAY_PROGRAM: it cannot be run (${reason})`);
  return problems;
}

function whyNotExecutable(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const Settings = z.object(relaySettings);

/** Null without a relay. The settings have no problems. */
export function relayFrom(env: z.infer<typeof Settings>): RelaySetting | null {
  const { LECTERN_RELAY_ORIGIN: origin, LECTERN_RELAY_SECRET: secret, LECTERN_RELAY_PROGRAM: program } = env;
  if (origin === undefined || secret === undefined) return null;
  const isByService = env.LECTERN_RELAY_RESTART === 'service' && program !== undefined;
  return {
    origin,
    edges: [...new Set(env.LECTERN_RELAY_EDGES)],
    secret,
    restart: isByService ? { by: 'service', program } : { by: 'platform' },
  };
}

/** Without the secret, for the log. */
export const shownRelay = (setting: RelaySetting | null): unknown =>
  setting === null ? null : { ...setting, secret: '(set)' };
