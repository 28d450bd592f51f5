/** The page that a browser gets if it may not open the presenter's page. */
import type { Verdict } from './token-gate.ts';

type Reason = Extract<Verdict, { type: 'refuse' }>['reason'];

const sentences: Record<Reason, string> = {
  'no-cookie':
    'This address works once, in one browser. Go back to the browser that opened it first, or run “npm start” again for a new address.',
  'other-host': 'The presenter’s page can only be opened at 127.0.0.1. Use the address that “npm start” printed.',
};

export function refusalPage(reason: Reason): Response {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lectern</title><h1>This page is for the presenter.</h1><p>${sentences[reason]}</p></html>
`;
  return new Response(page, {
    status: 403,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
  });
}
