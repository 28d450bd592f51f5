#!/bin/sh
# Starts Janus with the configuration beside this file, for an origin or an edge: both have the same. Secrets
# stay in files that only Janus reads, never on its command line.
#
#   RELAY_SECRET, or RELAY_SECRET_FILE   the secret that the service has as LECTERN_RELAY_SECRET
#   API_ADDRESS     where its API listens (127.0.0.1); the Admin API is a thousand ports below
#   API_PORT        the port of its API (8188)
#   MEDIA_PORTS     UDP ports of watchers and publishers (20000-20999), one for each
#   FEED_PORTS      UDP ports at which an edge receives what an origin forwards (30000-30999)
#   MEDIA_ADDRESS   the only addresses or interfaces for media, with commas between; all without it
#   PUBLIC_ADDRESS  behind NAT: the public address, which leads to this machine with the same ports
#   EVENT_LOOPS     threads for media (the number of processors)
#   JANUS           the program (janus), and JANUS_FOLDER the folder of its plugins/ and transports/, where
#                   they are not at the place that it was built for
set -eu
umask 077

if [ -n "${RELAY_SECRET_FILE:-}" ]; then RELAY_SECRET="$(cat "$RELAY_SECRET_FILE")"; fi
: "${RELAY_SECRET:?the secret that the service has as LECTERN_RELAY_SECRET}"
# The service refuses such a secret as well.
if [ "${#RELAY_SECRET}" -lt 32 ]; then
  echo 'RELAY_SECRET needs at least 32 random bytes.' >&2
  exit 1
fi
case "$RELAY_SECRET" in
  *[!A-Za-z0-9_.~+/=-]*)
    echo 'RELAY_SECRET needs letters, digits and . ~ + / = _ - only.' >&2
    exit 1
    ;;
esac
export RELAY_SECRET
export API_ADDRESS="${API_ADDRESS:-127.0.0.1}"
export API_PORT="${API_PORT:-8188}"
export ADMIN_PORT="$((API_PORT - 1000))"
export MEDIA_PORTS="${MEDIA_PORTS:-20000-20999}"
export FEED_PORTS="${FEED_PORTS:-30000-30999}"
export EVENT_LOOPS="${EVENT_LOOPS:-$(nproc)}"
run="${RUN_FOLDER:-/run/janus}"
here="$(cd "$(dirname "$0")" && pwd)"

FOLDERS=
if [ -n "${JANUS_FOLDER:-}" ]; then
  FOLDERS="plugins_folder = \"$JANUS_FOLDER/plugins\"
	transports_folder = \"$JANUS_FOLDER/transports\"
	events_folder = \"$JANUS_FOLDER/events\"
	loggers_folder = \"$JANUS_FOLDER/loggers\""
fi
NETWORK=
if [ -n "${MEDIA_ADDRESS:-}" ]; then NETWORK="ice_enforce_list = \"$MEDIA_ADDRESS\""; fi
if [ -n "${PUBLIC_ADDRESS:-}" ]; then
  NETWORK="$NETWORK
	nat_1_1_mapping = \"$PUBLIC_ADDRESS\""
fi
export FOLDERS NETWORK

# Replaces each @NAME@ by the variable of that name.
fill='{
  while (match($0, /@[A-Z_]+@/)) {
    name = substr($0, RSTART + 1, RLENGTH - 2)
    $0 = substr($0, 1, RSTART - 1) ENVIRON[name] substr($0, RSTART + RLENGTH)
  }
  print
}'
mkdir -p "$run"
for file in "$here"/*.jcfg; do awk "$fill" "$file" > "$run/$(basename "$file")"; done

# A crash needs no dump: it would have media in it.
ulimit -c 0
unset RELAY_SECRET RELAY_SECRET_FILE
exec "${JANUS:-janus}" --configs-folder="$run" "$@"
