/** The last guard before a line reaches the log: removes what looks like a secret. Pure. */

const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)/g, '[private key]'],
  // A JWT: three base64url parts, the first of which is a JSON object.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  // As in the address of an enrolment link, also where that is encoded, and as in JSON.
  [/(key|token|passcode|passphrase|secret|password|credential|signature)(=|%3D)[^\s&#"]+/gi, '$1$2[hidden]'],
  [
    /(key|token|passcode|passphrase|secret|password|credential|signature|sealed|pem)(\\?"):\s*\\?"(?:[^"\\]|\\[^"])*/gi,
    '$1$2:"[hidden]',
  ],
  [/\bBearer \S+/gi, 'Bearer [hidden]'],
  // A room's id, which is the end of its watch link; its beginning is enough to tell rooms apart.
  [/\b([a-km-np-z2-9]{4})[a-km-np-z2-9]{16}\b/g, '$1…'],
  // User and password of an address.
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1[hidden]@'],
  // Session descriptions and ICE candidates hold addresses and credentials.
  [/\bv=0\r?\n[\s\S]*/g, '[session description]'],
  [/\bcandidate:\S+ \d+ \S+ \d+ [^\n"]*/gi, '[candidate]'],
];

export const redact = (line: string): string =>
  rules.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), line);
