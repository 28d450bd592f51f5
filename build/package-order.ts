/** What a package is made with, read once from the environment: where updates come from, and with what it is signed. */
import * as z from 'zod/mini';

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

/** Nothing but TLS protects an update on Linux, so plain HTTP is for tests on this machine only. No credentials: the address can be read by all. */
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
      .check(z.refine(isUpdateAddress, 'LECTERN_UPDATES must be an https:// address without a user or password in it')),
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

export interface PackageOrder {
  /** Undefined: the app never looks for updates. */
  readonly updatesUrl: string | undefined;
  readonly homepage: string;
  readonly maintainer: string;
  readonly mac: 'unsigned' | 'signed' | 'notarised';
  readonly windows: 'unsigned' | 'signed' | AzureSigning;
}

/** An empty variable is none: that is how a workflow hands on a secret that does not exist. Throws what is wrong, in words. */
export function readPackageOrder(env: Readonly<Record<string, string | undefined>>): PackageOrder {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const from = parsed.data;
  return {
    updatesUrl: from.LECTERN_UPDATES,
    homepage: from.LECTERN_HOMEPAGE ?? 'https://lectern.invalid',
    maintainer: from.LECTERN_MAINTAINER ?? 'Lectern contributors <packages@lectern.invalid>',
    mac: macSigning(from),
    windows: azureSigning(from) ?? (from.WIN_CSC_LINK || from.CSC_LINK ? 'signed' : 'unsigned'),
  };
}

function macSigning(from: z.infer<typeof Environment>): PackageOrder['mac'] {
  if (!from.CSC_LINK) return 'unsigned';
  return from.APPLE_API_KEY && from.APPLE_API_KEY_ID && from.APPLE_API_ISSUER ? 'notarised' : 'signed';
}

function azureSigning(from: z.infer<typeof Environment>): AzureSigning | undefined {
  const endpoint = from.AZURE_SIGNING_ENDPOINT;
  const codeSigningAccountName = from.AZURE_SIGNING_ACCOUNT;
  const certificateProfileName = from.AZURE_SIGNING_PROFILE;
  const publisherName = from.AZURE_SIGNING_PUBLISHER;
  if (!endpoint || !codeSigningAccountName || !certificateProfileName || !publisherName) return undefined;
  return { endpoint, codeSigningAccountName, certificateProfileName, publisherName };
}

/** What people should know about the package that they are about to make. */
export function signingSentence(order: PackageOrder, platform: NodeJS.Platform): string {
  if (platform === 'darwin') {
    if (order.mac === 'notarised') return 'The app is signed and notarised.';
    if (order.mac === 'signed')
      return 'The app is signed but not notarised: macOS asks before it opens (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER).';
    return 'The app is not signed: macOS refuses to open it for anyone but you, and it cannot update itself (CSC_LINK, CSC_KEY_PASSWORD).';
  }
  if (platform === 'win32') {
    return order.windows === 'unsigned'
      ? 'The app is not signed: Windows warns before it opens (WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD, or AZURE_SIGNING_…).'
      : 'The app is signed.';
  }
  return 'Linux packages carry no signature; their checksums are in SHA256SUMS.';
}
