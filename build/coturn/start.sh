#!/bin/sh
# Starts coturn with the secret of the service and with the certificate that Caddy keeps for TURN's name.
# After a renewal coturn reads the new one without losing a connection. Secrets stay in a file that only
# coturn reads, never on its command line.
set -eu
umask 077

: "${TURN_DOMAIN:?the name of the TURN server}"
: "${TURN_SECRET:?the secret that the service has as LECTERN_TURN_SECRET}"
# The service refuses such a secret as well.
if [ "${#TURN_SECRET}" -lt 32 ]; then
  echo 'TURN_SECRET needs at least 32 random bytes.' >&2
  exit 1
fi
certificates="${CERTIFICATES:-/certificates}"
run="${RUN_FOLDER:-/run/turnserver}"
here="$(cd "$(dirname "$0")" && pwd)"
look_every_s="${LOOK_EVERY_S:-3600}"

# The newest, whichever authority it is from.
newest() {
  find "$certificates" -name "$TURN_DOMAIN.crt" -exec ls -t {} + 2> /dev/null | head -n 1
}

# Copies certificate and key to where coturn reads them. False without a change.
take_certificate() {
  from="$(newest)"
  [ -n "$from" ] || return 1
  if cmp -s "$from" "$run/turn.crt"; then return 1; fi
  cp "${from%.crt}.key" "$run/turn.key"
  cp "$from" "$run/turn.crt"
}

mkdir -p "$run"
# Of a run before.
rm -f "$run/turn.crt"
until take_certificate; do
  echo "Waiting for Caddy's certificate for $TURN_DOMAIN."
  sleep 5
done

{
  cat "$here/turnserver.conf"
  echo "static-auth-secret=$TURN_SECRET"
  if [ -n "${TURN_OLD_SECRET:-}" ]; then echo "static-auth-secret=$TURN_OLD_SECRET"; fi
  if [ -n "${TURN_EXTERNAL_IP:-}" ]; then echo "external-ip=$TURN_EXTERNAL_IP"; fi
  echo "cert=$run/turn.crt"
  echo "pkey=$run/turn.key"
  echo "pidfile=$run/turnserver.pid"
} > "$run/turnserver.conf"

turnserver -c "$run/turnserver.conf" "$@" &
coturn=$!
trap 'kill -TERM "$coturn" 2> /dev/null' TERM INT

while sleep "$look_every_s" && kill -0 "$coturn" 2> /dev/null; do
  if take_certificate; then
    echo "The certificate has been renewed."
    kill -USR2 "$coturn"
  fi
done &
looking=$!

status=0
wait "$coturn" || status=$?
# A signal ends the wait before coturn has ended.
while kill -0 "$coturn" 2> /dev/null; do
  status=0
  wait "$coturn" || status=$?
done
kill "$looking" 2> /dev/null || true
exit "$status"
