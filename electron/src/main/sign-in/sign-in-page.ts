/** The page that the browser shows when the identity provider has sent it back to the app. */
import { signInWords } from '../words.ts';

export function signInPage(isSignedIn: boolean): { readonly headers: Record<string, string>; readonly html: string } {
  const text = isSignedIn ? signInWords.backToApp : signInWords.notSignedIn;
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
      // The address holds the code.
      'Referrer-Policy': 'no-referrer',
    },
    html:
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="dark light">` +
      `<title>Lectern</title><body style="font:18px system-ui;display:grid;place-items:center;height:90vh"><p>${text}</p>`,
  };
}
