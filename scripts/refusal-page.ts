/** What a browser without a pass is told. */
import type { Verdict } from './token-gate.ts';

type Why = Extract<Verdict, { do: 'refuse' }>['why'];

const sentences: Record<Why, string> = {
  'no-pass':
    'This address works once, in one browser. Go back to the browser that opened it first, or run “npm start” again for a new one.',
  'other-host': 'The presenter’s page only answers at 127.0.0.1. Use the address that “npm start” printed.',
};

export function refusalPage(why: Why): Response {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lectern</title><h1>This page is for the presenter.</h1><p>${sentences[why]}</p></html>
`;
  return new Response(page, {
    status: 403,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
  });
}
