/**
 * What the environment variables say about a package: where its updates come from, and how it is
 * signed.
 */
import * as z from 'zod/mini';

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

/**
 * On Linux only TLS protects an update, so plain HTTP is for tests on this machine. Anyone can read
 * the address, so it has no password.
 */
function isUpdateAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

const text = z.optional(z.string());

const Environment = z.object({
  LECTERN_UPDATES: z.optional(
    z
      .string()
      .check(z.refine(isUpdateAddress, 'LECTERN_UPDATES must be an https:// address without user and password')),
  ),
  LECTERN_HOMEPAGE: z.optional(z.url({ protocol: /^https$/ })),
  LECTERN_MAINTAINER: z.optional(z.string().check(z.regex(/^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/))),
  CSC_LINK: text,
  WIN_CSC_LINK: text,
  APPLE_API_KEY: text,
  APPLE_API_KEY_ID: text,
  APPLE_API_ISSUER: text,
  AZURE_SIGNING_ENDPOINT: text,
  AZURE_SIGNING_ACCOUNT: text,
  AZURE_SIGNING_PROFILE: text,
  AZURE_SIGNING_PUBLISHER: text,
});

export interface AzureSigning {
  readonly endpoint: string;
  readonly codeSigningAccountName: string;
  readonly certificateProfileName: string;
  readonly publisherName: string;
}

export interface PackagingEnvironment {
  /** Undefined: the app never checks for updates. */
  readonly updatesUrl: string | undefined;
  readonly homepage: string;
  readonly maintainer: string;
  readonly mac: 'unsigned' | 'signed' | 'notarised';
  readonly windows: 'unsigned' | 'signed' | AzureSigning;
}

/**
 * An empty variable counts as missing: a workflow passes a missing secret on like that. @throws
 * With a sentence for each invalid variable.
 */
export function readPackagingEnvironment(env: Readonly<Record<string, string | undefined>>): PackagingEnvironment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const variables = parsed.data;
  return {
    updatesUrl: variables.LECTERN_UPDATES,
    homepage: variables.LECTERN_HOMEPAGE ?? 'https://lectern.invalid',
    maintainer: variables.LECTERN_MAINTAINER ?? 'Lectern contributors <packages@lectern.invalid>',
    mac: macSigning(variables),
    windows: azureSigning(variables) ?? (variables.WIN_CSC_LINK || variables.CSC_LINK ? 'signed' : 'unsigned'),
  };
}

function macSigning(variables: z.infer<typeof Environment>): PackagingEnvironment['mac'] {
  if (!variables.CSC_LINK) return 'unsigned';
  return variables.APPLE_API_KEY && variables.APPLE_API_KEY_ID && variables.APPLE_API_ISSUER ? 'notarised' : 'signed';
}

function azureSigning(variables: z.infer<typeof Environment>): AzureSigning | undefined {
  const endpoint = variables.AZURE_SIGNING_ENDPOINT;
  const codeSigningAccountName = variables.AZURE_SIGNING_ACCOUNT;
  const certificateProfileName = variables.AZURE_SIGNING_PROFILE;
  const publisherName = variables.AZURE_SIGNING_PUBLISHER;
  if (!endpoint || !codeSigningAccountName || !certificateProfileName || !publisherName) return undefined;
  return { endpoint, codeSigningAccountName, certificateProfileName, publisherName };
}

/** What a person should know about the package that is being made. */
export function signingSentence(environment: PackagingEnvironment, platform: NodeJS.Platform): string {
  if (platform === 'darwin') {
    if (environment.mac === 'notarised') return 'The app is signed and notarised.';
    if (environment.mac === 'signed')
      return 'The app is signed but not notarised: macOS asks before it opens it (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER).';
    return 'The app is not signed: on other Macs macOS refuses to open it, and it cannot update itself (CSC_LINK, CSC_KEY_PASSWORD).';
  }
  if (platform === 'win32') {
    return environment.windows === 'unsigned'
      ? 'The app is not signed: Windows warns before it opens it (WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD, or AZURE_SIGNING_…).'
      : 'The app is signed.';
  }
  return 'Linux packages have no signature; their checksums are in SHA256SUMS.';
}
