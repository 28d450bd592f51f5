/**
 * A real OpenID provider (the npm package `oidc-provider`) on this machine, with the app as its
 * client. It can be stopped, started again and given other keys.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTHeaderParameters } from 'jose';
import { Provider } from 'oidc-provider';

export const CLIENT_ID = 'lectern-app';

/** What the provider says about its people, by their `sub`. */
const people: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ada: { email: 'ada@example.edu', email_verified: true, groups: ['staff'], name: 'Ada' },
  eve: { email: 'eve@example.edu', email_verified: false, groups: ['guests'], name: 'Eve' },
};

interface SigningKey {
  readonly jwk: JWK;
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = crypto.randomUUID();
  const jwk = { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' };
  return { jwk, publicJwk: { ...(await exportJWK(publicKey)), kid }, privateKey };
}

export class TestProvider {
  readonly issuer: string;
  readonly #port: number;
  #server: Server;
  #key: SigningKey;
  /** Requests for the signing keys. */
  keyRequests = 0;

  private constructor(port: number, server: Server, key: SigningKey) {
    this.#port = port;
    this.#server = server;
    this.#key = key;
    this.issuer = `http://127.0.0.1:${String(port)}`;
  }

  static async start(): Promise<TestProvider> {
    const server = createServer();
    await listen(server, 0);
    const provider = new TestProvider((server.address() as AddressInfo).port, server, await makeSigningKey());
    provider.#serve();
    return provider;
  }

  get publicJwk(): JWK {
    return this.#key.publicJwk;
  }

  /** The provider seems to be down from then on. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async startAgain(): Promise<void> {
    this.#server = createServer();
    this.#serve();
    await listen(this.#server, this.#port);
  }

  /** The provider drops its key and signs with another one. */
  async rotateKeys(): Promise<void> {
    await this.stop();
    this.#key = await makeSigningKey();
    await this.startAgain();
  }

  /** Signs any claims with the provider's own key: what no provider would do. */
  async sign(claims: Record<string, unknown>, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const { privateKey, publicJwk } = this.#key;
    const kid = publicJwk.kid ?? '';
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey);
  }

  #serve(): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['http://127.0.0.1/signed-in'],
          grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
          response_types: ['code'],
        },
      ],
      jwks: { keys: [this.#key.jwk] },
      cookies: { keys: ['for this test only'] },
      // As most providers do it: the claims of the scopes are in the ID token.
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
      ttl: { AccessToken: 600, DeviceCode: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true } },
      findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
    });
    const answer = provider.callback();
    this.#server.on('request', (request, response) => {
      if (request.url === '/jwks') this.keyRequests += 1;
      void answer(request, response);
    });
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
