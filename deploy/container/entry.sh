#!/bin/sh
# What a container of Flasky starts with. `run ...` waits for the database, brings its schema up and serves; any other
# command of `flasky` is done as it is.
set -eu

TRY_AGAIN=75
PAUSE="${FLASKY_DATABASE_PAUSE:-2}"
TRIES="${FLASKY_DATABASE_TRIES:-60}"

# The first process of a container ignores a signal that it does not name.
trap 'exit 143' TERM
trap 'exit 130' INT

deploy_when_the_database_answers() {
    tries=0
    while :; do
        status=0
        flasky deploy || status=$?
        [ "$status" -eq 0 ] && return
        tries=$((tries + 1))
        [ "$status" -eq "$TRY_AGAIN" ] && [ "$tries" -lt "$TRIES" ] || exit "$status"
        sleep "$PAUSE" &
        wait $!
    done
}

[ "$#" -gt 0 ] || set -- run --host 0.0.0.0
if [ "$1" = run ]; then
    deploy_when_the_database_answers
fi
exec flasky "$@"
