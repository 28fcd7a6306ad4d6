#!/usr/bin/env bash
# Builds Frontdesk when its sources changed, then runs it: ./run.sh [VERB] [OPTIONS], see ./run.sh --help.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

fail() {
  echo "$1" >&2
  exit 1
}

# The SDK and NuGet keep files in the home directory; without one they get a folder of ours.
if [[ -z "${HOME:-}" || ! -d "$HOME" || ! -w "$HOME" ]]; then
  HOME="$root/artifacts/home"
  mkdir -p -- "$HOME" 2>/dev/null || HOME="$(mktemp -d)"
  export HOME DOTNET_CLI_HOME="$HOME"
fi

command -v dotnet >/dev/null ||
  fail "Frontdesk needs the .NET 10 SDK, and there is no dotnet on the PATH: get it from https://dotnet.microsoft.com/download/dotnet/10.0"
(cd -- "$root" && dotnet --list-sdks 2>/dev/null) | grep -q '^10\.' ||
  fail "Frontdesk needs the .NET 10 SDK, and this machine has another version only: get it from https://dotnet.microsoft.com/download/dotnet/10.0"

# build PROJECT: when something of it is newer than the last build. Says so in one line, on standard error.
build() {
  local project="$1" folder="$root/${1%/*}"
  local stamp="$folder/bin/Release/built" log
  local sources=("$root/src" "$folder" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/appsettings.json")
  if [[ -d "$root/workflows" ]]; then sources+=("$root/workflows"); fi
  find_sources() { find "${sources[@]}" \( -name bin -o -name obj \) -prune -o -type f "$@"; }
  # The stamp holds the list of sources, so that a file that is gone counts as a change too.
  list_sources() { find_sources -print | LC_ALL=C sort | cksum; }
  is_fresh() {
    [[ -f "$stamp" && -z "$(find_sources -newer "$stamp" -print -quit)" && "$(<"$stamp")" == "$(list_sources)" ]]
  }

  if is_fresh; then return 0; fi
  mkdir -p -- "${stamp%/*}" 2>/dev/null && [[ -w "${stamp%/*}" ]] ||
    fail "Frontdesk must be built first, and this account cannot write to $folder: give it that right, or build as another account."
  if command -v flock >/dev/null; then
    exec 9>"${stamp%/*}/lock"
    flock 9
    if is_fresh; then return 0; fi
  fi

  echo "Building Frontdesk; the first time takes a minute or two…" >&2
  log="$(mktemp)"
  list_sources >"$stamp.started"
  if ! (cd -- "$root" && dotnet build "$project" -c Release -v q --nologo >"$log" 2>&1 9>&-); then
    grep -E 'error|warn' "$log" | sort -u | head -n 20 >&2 || tail -n 20 -- "$log" >&2
    rm -f -- "$log" "$stamp.started"
    fail "Frontdesk could not be built; the lines above say why."
  fi
  rm -f -- "$log"
  mv -f -- "$stamp.started" "$stamp"
}

if [[ "${1:-}" == bench ]]; then
  [[ -f "$root/tests/Frontdesk.Bench/Frontdesk.Bench.csproj" ]] ||
    fail "There is nothing to measure with: tests/Frontdesk.Bench is not in this copy of Frontdesk."
  build tests/Frontdesk.Bench/Frontdesk.Bench.csproj
  shift
  exec dotnet "$root/tests/Frontdesk.Bench/bin/Release/net10.0/Frontdesk.Bench.dll" "$@" 9>&-
fi

# The designer comes from npm when Frontdesk is built; everything else works without it.
provide_npm() {
  if [[ -d "$studio" ]] || command -v npm >/dev/null; then return 0; fi
  if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing Node.js for the designer…" >&2
    (export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -qq -y --no-install-recommends nodejs npm) >/dev/null 2>&1 || true
  fi
  command -v npm >/dev/null ||
    echo "The designer at /studio/ needs Node.js 20 with npm: sudo apt-get install -y nodejs npm, then run this again. Everything else works without it." >&2
}

studio="$root/src/Frontdesk.Web/bin/Release/net10.0/studio/_framework"
provide_npm
# A build that had no npm, or no way to its registry, is made again once there is one.
if [[ ! -d "$studio" ]] && command -v npm >/dev/null; then rm -f -- "$root/src/Frontdesk.Web/bin/Release/built"; fi
build src/Frontdesk.Web/Frontdesk.Web.csproj
program="$root/src/Frontdesk.Web/bin/Release/net10.0/frontdesk.dll"

case "${1:-}" in
  -h | --help | help)
    dotnet "$program" --help 9>&- | sed -e 's|^  frontdesk \[|  ./run.sh [|'
    exit 0
    ;;
esac

# A relative folder in appsettings.json is meant from the repository, wherever the command is given.
if [[ -z "${Frontdesk__DataDirectory+set}" ]]; then
  data="$(sed -n 's/^ *"DataDirectory": *"\([^"]*\)".*/\1/p' "$root/appsettings.json" | head -n 1)"
  if [[ "$data" != /* ]]; then export Frontdesk__DataDirectory="$root/${data:-data}"; fi
fi

# A simulation is one long calculation: its methods are compiled for good as soon as they are hot, which saves a fifth of its
# time. A server waits for people instead, and the same would only make its start slower.
if [[ "${1:-}" == simulate ]]; then export DOTNET_TC_CallCountingDelayMs="${DOTNET_TC_CallCountingDelayMs:-0}"; fi
exec dotnet "$program" "$@" 9>&-
