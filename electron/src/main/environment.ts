/** The options of the app's start, read once from the command line and the environment. */
import * as z from 'zod/mini';
import { ServiceOrigin } from '@lectern/bridge';

/**
 * The default address of a service that was started by hand on this machine. `npm start` passes its
 * own.
 */
const SERVICE_ON_THIS_MACHINE = 'http://localhost:8420';

const isOnThisMachine = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const Environment = z.object({
  /** Used while the settings name no service. */
  defaultServiceUrl: ServiceOrigin,
  /** Another profile folder: for tests, and for two presenters on one machine. */
  userDataFolder: z.optional(z.string()),
  /**
   * A dev server with live reload, in place of the built UI. Never in an installed app, where
   * another page could get in by it.
   */
  rendererUrl: z.optional(
    z.url({ protocol: /^https?$/ }).check(z.refine(isOnThisMachine, 'The dev server must be on this machine')),
  ),
});
export type Environment = z.infer<typeof Environment>;

interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isPackaged: boolean;
}

/** @throws With a sentence for each option that is not valid. */
export function readEnvironment({ argv, env, isPackaged }: Start): Environment {
  // The words after `--` are not ours: a link with which the app was opened.
  const ours = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const flag = ours.findLast((word) => word.startsWith('--service='))?.slice('--service='.length);
  const parsed = Environment.safeParse({
    defaultServiceUrl: flag ?? (env['LECTERN_SERVICE'] || SERVICE_ON_THIS_MACHINE),
    userDataFolder: env['LECTERN_USER_DATA'] || undefined,
    rendererUrl: isPackaged ? undefined : env['LECTERN_RENDERER_URL'] || undefined,
  });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
