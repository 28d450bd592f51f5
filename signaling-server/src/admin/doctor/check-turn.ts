/** One TURN address: a real allocation, what it relays, and what it must not. */
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { addressesOf } from './check-name.ts';
import { unreachable } from './check-tls.ts';
import { fault, ok, outside, reasonOf, warning, type Finding } from './finding.ts';
import { isLoopback, isPrivateAddress } from './private-address.ts';
import { openStunLine, type ServerAddress, type Transport } from './stun/stun-line.ts';
import {
  mappedAddressIn,
  relayedAddressIn,
  TurnClient,
  type TurnCredential,
  type TurnFailure,
} from './stun/turn-client.ts';
import type { TransportAddress } from './stun/transport-address.ts';

interface TurnAddress {
  readonly host: string;
  readonly port: number;
  readonly transport: Transport;
}

/** RFC 7065, section 3.1, with its default ports. */
export function readTurnAddress(url: string): TurnAddress | undefined {
  const [, scheme, host = '', port, transport] =
    /^(turns?):(\[.+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/.exec(url) ?? [];
  if (scheme === undefined) return undefined;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (scheme === 'turns' ? 5349 : 3478)),
    transport: scheme === 'turns' ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  };
}

export async function checkTurn(url: string, credential: TurnCredential): Promise<readonly Finding[]> {
  const turn = readTurnAddress(url);
  if (turn === undefined) return [fault('TURN', `${url} is not a TURN address`, 'see docs/admin.md')];
  const subject = `TURN ${turn.transport.toUpperCase()}`;
  try {
    const addresses = await addressesOf(turn.host);
    const findings = await Promise.all(
      addresses.map((address) => checkAddress(subject, { ...turn, address }, credential)),
    );
    return findings.flat();
  } catch (error) {
    const mend = 'add a record for it at your DNS provider, or correct LECTERN_TURN_URLS';
    return [fault(subject, `${turn.host} has no address (${reasonOf(error)})`, mend)];
  }
}

async function checkAddress(
  subject: string,
  server: ServerAddress,
  credential: TurnCredential,
): Promise<readonly Finding[]> {
  let line;
  try {
    line = await openStunLine(server);
  } catch (error) {
    return [noLine(subject, server, reasonOf(error))];
  }
  try {
    return await tryServer(subject, server, new TurnClient(line, credential));
  } finally {
    line.close();
  }
}

function noLine(subject: string, server: ServerAddress, reason: string): Finding {
  if (server.transport !== 'tls' || !/CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(reason)) {
    return unreachable(subject, server.address, server.port, reason);
  }
  const mend = `give the TURN server a certificate for ${server.host} with its full chain, and restart it after each renewal`;
  return fault(subject, `browsers will not accept the certificate at ${server.address} (${reason})`, mend);
}

async function tryServer(subject: string, server: ServerAddress, client: TurnClient): Promise<readonly Finding[]> {
  const place = `${server.address} port ${String(server.port)}`;
  const unsigned = await client.allocateUnsigned();
  if (unsigned.type === 'success') {
    await client.refresh(0);
    return [fault(subject, `${place} relays for everybody`, 'set use-auth-secret and the secret in its configuration')];
  }
  const allocated =
    unsigned.type === 'silent' ? unsigned : await client.allocate(isIPv6(server.address) ? 'ipv6' : 'ipv4');
  if (allocated.type !== 'success') return [refused(subject, place, allocated)];
  const relayed = relayedAddressIn(allocated.message);
  if (relayed === undefined)
    return [fault(subject, `${place} names no relay address`, 'check that it is a TURN server')];
  const findings = [
    judgeRelayed(subject, server, relayed),
    ...(await tryRelay(subject, client, relayed, mappedAddressIn(allocated.message))),
    ...(await tryForbidden(subject, client, relayed)),
  ];
  await client.refresh(0);
  return findings;
}

function refused(subject: string, place: string, failure: TurnFailure): Finding {
  if (failure.type === 'silent') {
    const mend = 'start the TURN server, and open the port in every firewall on the way';
    return fault(subject, `no answer from ${place}`, mend);
  }
  const secret =
    'give LECTERN_TURN_SECRET and the TURN server’s static-auth-secret the same value, and check both clocks';
  if (failure.type === 'not-intact') return fault(subject, `${place} signs with another secret`, secret);
  const { code, reason } = failure.error;
  const says = `${place} refuses to allocate (${String(code)} ${reason})`;
  if (code === 401) return fault(subject, says, secret);
  if (code === 486 || code === 508) return fault(subject, says, 'raise its quotas or its range of relay ports');
  if (code === 440)
    return fault(subject, says, 'give it a relay address of this family (relay-ip), or remove the one in DNS');
  return fault(subject, says, 'look at the log of the TURN server');
}

function judgeRelayed(subject: string, server: ServerAddress, relayed: TransportAddress): Finding {
  const says = `${server.address} port ${String(server.port)} allocates, and relays at ${relayed.address}`;
  if (isLoopback(relayed.address) && !isLoopback(server.address)) {
    const mend =
      'let clients reach it by the machine’s own address, not by 127.0.0.1 through a proxy, or set relay-ip in its ' +
      'configuration';
    return fault(subject, `${says}, which only that machine itself can reach`, mend);
  }
  if (isPrivateAddress(relayed.address) && !isPrivateAddress(server.address)) {
    const mend = `set external-ip=${server.address}/${relayed.address} in the TURN server’s configuration`;
    return fault(subject, `${says}, which cannot be reached from outside`, mend);
  }
  return ok(subject, says);
}

/** Sends packets through the relay, first from itself, then from a socket of this command. */
async function tryRelay(
  subject: string,
  client: TurnClient,
  relayed: TransportAddress,
  own: TransportAddress | undefined,
): Promise<readonly Finding[]> {
  const ports = 'open the whole range of relay ports (min-port to max-port) for UDP, and check external-ip';
  const findings: Finding[] = [];
  const toItself = await client.createPermission(relayed.address);
  if (toItself.type === 'success' && !(await client.echoes(relayed))) {
    findings.push(fault(subject, 'what is sent to the relay address from there does not arrive', ports));
  }
  if (own === undefined || isIPv6(own.address) !== isIPv6(relayed.address)) return findings;
  const toUs = await client.createPermission(own.address);
  if (toUs.type !== 'success') {
    return [
      ...findings,
      outside(subject, 'the relay does not send to this machine, so it cannot test the relay ports'),
    ];
  }
  const says = `a packet from here to relay port ${String(relayed.port)}`;
  const hasArrived = await sendsTo(relayed, (send, payload) => client.receives(payload, send));
  return [
    ...findings,
    hasArrived ? ok(subject, `${says} arrives`) : warning(subject, `${says} does not arrive`, ports),
  ];
}

async function sendsTo(
  { address, port }: TransportAddress,
  whetherHeard: (send: (payload: Buffer) => void, payload: Buffer) => Promise<boolean>,
): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  socket.on('error', () => undefined);
  try {
    return await whetherHeard(
      (payload) => socket.send(payload, port, address, () => undefined),
      Buffer.from('lectern'),
    );
  } finally {
    socket.close();
  }
}

/** The machine itself, a cloud's metadata service, and a neighbour in each private range. */
const forbidden = {
  ipv4: ['127.0.0.1', '169.254.169.254', '10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '0.0.0.0'],
  ipv6: ['::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', 'fd00::1', 'fe80::1', '::'],
} as const;

async function tryForbidden(
  subject: string,
  client: TurnClient,
  { address }: TransportAddress,
): Promise<readonly Finding[]> {
  const open: string[] = [];
  for (const peer of forbidden[isIPv6(address) ? 'ipv6' : 'ipv4']) {
    const permitted = await client.createPermission(peer);
    if (permitted.type === 'success') open.push(peer);
  }
  if (open.length === 0) return [];
  const mend = 'deny these ranges as build/coturn/turnserver.conf does (denied-peer-ip), with coturn 4.18 or newer';
  return [fault(subject, `it relays to ${open.join(', ')}, so that watchers could reach your own network`, mend)];
}
