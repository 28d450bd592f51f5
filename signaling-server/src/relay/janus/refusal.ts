/** Thrown where a Janus is reached and must not be used. The message is for the admin, without secrets. */
export class RelayRefusal extends Error {
  override readonly name = 'RelayRefusal';
}
