#!/usr/bin/env bash
#
# Builds the images and runs them as an operator would: Inkblot and the example forum.
#
#   usage: scripts/check-image.sh [--write] [VERIFY_IMAGE]
#
# What Inkblot's image holds is compared with what deploy/image-contents.txt and docs/deployment.md say of
# it; with --write it is written there.
#
# With a Docker engine: health, HEALTHCHECK, user, a hardened run, and a shutdown that loses no
# request; then all of compose.yaml, which needs the ports 8080 and 3000. Without one, the checking
# is left to VERIFY_IMAGE (argument or environment variable): a script that builds and runs images
# without an engine, called as `VERIFY_IMAGE FOLDER PORT HEALTH_PATH`. With neither it says so.

set -euo pipefail
cd "$(dirname "$0")/.."

# folder, port: what is checked
readonly IMAGES=('. 8080' 'examples/forum 3000')
readonly START_SECONDS=30 STOP_SECONDS=10
readonly HARDENED=(--read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m --pids-limit 256)
readonly PROJECT=inkblot-check

container='' tags=() composed=0
archive=$(mktemp --suffix .tar)
trap cleanup EXIT
cleanup() {
  rm -f "$archive"
  if [ -n "$container" ]; then docker rm --force "$container" >/dev/null || true; fi
  if [ "$composed" = 1 ]; then docker compose -p "$PROJECT" down --volumes --rmi local >/dev/null 2>&1 || true; fi
  for tag in "${tags[@]}"; do docker rmi "$tag" >/dev/null 2>&1 || true; done
}

ok() { echo "ok     $*"; }
fail() {
  echo "FAIL   $*"
  if [ -n "$container" ]; then docker logs --tail 20 "$container" 2>&1 | sed 's/^/       | /'; fi
  exit 1
}

# until_true SECONDS COMMAND...
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then return 1; fi
    sleep 0.1
  done
}

# answers PORT PATH: whether the answer is 200
answers() (
  exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3 && [ "$status" = 200 ]
)

is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]; }

# start TAG PORT [OPTION]...: sets container and url_port
start() {
  local tag=$1 port=$2
  shift 2
  container=$(docker run --detach --publish "127.0.0.1::$port" "$@" "$tag")
  url_port=$(docker port "$container" "$port/tcp" | head -n 1)
  url_port=${url_port##*:}
  until_true "$START_SECONDS" answers "$url_port" /healthz || fail "/healthz is not 200 within $START_SECONDS s"
}

# stop NAME: SIGTERM must lead to exit code 0 in time
stop() {
  local before=${EPOCHREALTIME/[.,]/} code
  docker kill --signal TERM "$container" >/dev/null
  code=$(timeout "$STOP_SECONDS" docker wait "$container") || fail "$1: still runs $STOP_SECONDS s after SIGTERM"
  [ "$code" = 0 ] || fail "$1: exit code $code after SIGTERM"
  ok "$1: SIGTERM, exit code 0 after $(((${EPOCHREALTIME/[.,]/} - before) / 1000)) ms"
  docker rm --force "$container" >/dev/null
  container=''
}

# A request whose first half is there before SIGTERM and whose second half comes after it.
stop_with_request_in_flight() {
  local status=none
  exec 3<>"/dev/tcp/127.0.0.1/$url_port"
  printf 'GET / HTTP/1.1\r\nHost: localhost\r\n' >&3
  sleep 0.2
  { sleep 0.3; printf '\r\n' >&3; } &
  stop "$1"
  read -r -t 5 _ status _ <&3 || true
  exec 3>&-
  [ "$status" = 200 ] || fail "$1: the request in flight was answered $status"
  ok "$1: the request in flight was answered 200"
}

check_contents() { npx --no-install node scripts/image/contents.ts "$archive" "${write[@]}"; }

check_image() {
  local folder=$1 port=$2 tag uid
  tag=$PROJECT-$port
  echo "--- $folder"
  docker build --tag "$tag" "$folder"
  tags+=("$tag")
  ok "builds, $(docker image inspect --format '{{.Size}}' "$tag" | awk '{ printf "%.0f MB", $1 / 1e6 }')"

  if [ "$folder" = . ]; then
    docker save --output "$archive" "$tag"
    check_contents
    docker run --rm "$tag" check >/dev/null || fail 'its commands do not work: inkblot check'
    ok 'inkblot check'
  fi

  start "$tag" "$port"
  ok 'plain run: /healthz is 200'
  # There is no program but Node in the images.
  uid=$(docker exec "$container" /nodejs/bin/node -p 'fs.statSync("/proc/1").uid')
  [ "$uid" != 0 ] || fail 'runs as root'
  ok "runs as user $uid"
  until_true 45 is_healthy || fail 'its HEALTHCHECK does not become healthy'
  ok 'its HEALTHCHECK is healthy'
  if [ "$folder" = . ]; then stop_with_request_in_flight 'plain run'; else stop 'plain run'; fi

  start "$tag" "$port" "${HARDENED[@]}"
  ok "hardened run (${HARDENED[*]}): /healthz is 200"
  stop 'hardened run'
}

check_compose() {
  echo '--- compose.yaml'
  if ! docker compose version >/dev/null 2>&1; then
    echo 'NOT CHECKED: compose.yaml, as the compose plugin of Docker is not installed'
    return 0
  fi
  docker compose config --quiet
  composed=1
  if ! docker compose -p "$PROJECT" up --build --detach --wait --wait-timeout 120; then
    docker compose -p "$PROJECT" logs --tail 20
    fail 'docker compose up: not all services become healthy'
  fi
  ok 'docker compose up: all services are healthy'
  answers 8080 / || fail 'Inkblot gives no picture'
  ok 'Inkblot gives a picture'
  answers 3000 /register || fail 'the forum shows no registration form'
  ok 'the forum shows its registration form'
}

write=()
if [ "${1-}" = --write ]; then
  write=(--write)
  shift
fi
verify_image=${1:-${VERIFY_IMAGE:-../shared/verify-image.sh}}
if docker info >/dev/null 2>&1; then
  for image in "${IMAGES[@]}"; do
    read -r folder port <<<"$image"
    check_image "$folder" "$port"
  done
  check_compose
elif [ -f "$verify_image" ]; then
  for image in "${IMAGES[@]}"; do
    read -r folder port <<<"$image"
    echo "--- $folder"
    if [ "$folder" = . ]; then save=$archive; else save=''; fi
    VERIFY_SAVE=$save VERIFY_TAG=localhost/$PROJECT-$port:ci VERIFY_STOP_TIMEOUT=$STOP_SECONDS \
      bash "$verify_image" "$folder" "$port" /healthz
    if [ "$folder" = . ]; then check_contents; fi
  done
  echo 'NOT CHECKED: compose.yaml and a request in flight during the shutdown, as there is no Docker engine'
else
  echo 'NOT CHECKED: Dockerfile, examples/forum/Dockerfile and compose.yaml, as there is no Docker engine'
fi
