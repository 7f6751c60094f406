#!/bin/sh
# Calls `scrapy due` each minute, whether the last one has ended or not, and hands SIGTERM on. For a container, where
# there is neither cron nor systemd. Arguments are given to each call.
pids=
stop() {
    trap '' TERM INT
    for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
    wait
    exit 0
}
trap stop TERM INT
while :; do
    scrapy due "$@" &
    running=$!
    for pid in $pids; do kill -0 "$pid" 2>/dev/null && running="$running $pid"; done
    pids=$running
    sleep "${EACH:-60}" &
    wait $!
done
