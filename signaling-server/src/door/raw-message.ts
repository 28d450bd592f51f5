/**
 * Socket.IO messages as text, before they are parsed (Socket.IO protocol 5: packet type, optional
 * namespace, optional acknowledgement id, JSON).
 */
const CONNECT = '0';
const EVENT = /^2(?:\/[^,]{0,64},)?(\d{0,16})\["([\w:-]{1,32})"/;

export const isHandshake = (text: string): boolean => text.startsWith(CONNECT);

/**
 * The request with the same name and acknowledgement, but without its parameters: what is refused
 * for its price is not worth parsing, but the client gets its reply. Any other message becomes an
 * event of no meaning.
 */
export function withoutParameters(text: string): string {
  const [, id = '', name = 'nothing'] = EVENT.exec(text.slice(0, 256)) ?? [];
  return `2${id}["${name}",null]`;
}
