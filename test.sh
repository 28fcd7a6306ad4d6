#!/usr/bin/env bash
# Builds Frontdesk and runs every test. The last line is `N passed, N failed, N skipped`.
#   ./test.sh               everything
#   ./test.sh --only NAME   one project under tests/, without the format check
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)"
only=""
while (($#)); do
  case "$1" in
    --only)
      only="${2:-}"
      if [[ -z "$only" || ! -f "$root/tests/$only/$only.csproj" ]]; then
        echo "--only needs the name of a project under tests/: $(cd -- "$root/tests" && echo Frontdesk.*)" >&2
        exit 2
      fi
      shift 2
      ;;
    -h | --help)
      echo "usage: ./test.sh [--only NAME]   (NAME is a project under tests/, such as Frontdesk.Engine.Tests)"
      exit 0
      ;;
    *)
      echo "'$1' is not an option of test.sh: try --only NAME." >&2
      exit 2
      ;;
  esac
done

cd -- "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export FRONTDESK_SHARED="${FRONTDESK_SHARED:-$root/../shared}"
if [[ -z "${HOME:-}" || ! -d "$HOME" || ! -w "$HOME" ]]; then
  export HOME="$root/artifacts/home" DOTNET_CLI_HOME="$root/artifacts/home"
  mkdir -p -- "$HOME"
fi

passed=0 failed=0 skipped=0
work="$(mktemp -d "${TMPDIR:-/tmp}/frontdesk-test.XXXXXX")"
trap 'rm -rf -- "$work"' EXIT

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  if ((failed)); then exit 1; fi
  exit 0
}

give_up() {
  echo "$1"
  failed=$((failed + 1))
  finish
}

# What the tests need

has_sdk() { command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; }
has_fast_browser() { [[ -x /usr/bin/chromium-headless-shell ]]; }
has_browser() { has_fast_browser || [[ -x /usr/bin/chromium ]]; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_smtp_server() {
  local python
  for python in python3 /usr/bin/python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import aiosmtpd' 2>/dev/null; then return 0; fi
  done
  return 1
}

missing() {
  has_sdk || echo dotnet-sdk-10.0
  has_browser || echo chromium
  has_postgres || echo postgresql
  has_smtp_server || echo python3-aiosmtpd
  command -v openssl >/dev/null || echo openssl
}

# The same browser without windows takes half the time; where it cannot be had, the other one does.
prefer_fast_browser() {
  if has_fast_browser || [[ "$(id -u)" != 0 ]] || ! command -v apt-get >/dev/null; then return 0; fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >"$work/apt.log" 2>&1 || true
  apt-get install -qq -y --no-install-recommends chromium-headless-shell >>"$work/apt.log" 2>&1 || true
}

provide() {
  local packages
  prefer_fast_browser
  mapfile -t packages < <(missing)
  if ((${#packages[@]} == 0)); then return 0; fi
  if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >"$work/apt.log" 2>&1 || true
    apt-get install -qq -y --no-install-recommends "${packages[@]}" >>"$work/apt.log" 2>&1 || tail -n 5 "$work/apt.log"
    mapfile -t packages < <(missing)
    if ((${#packages[@]} == 0)); then return 0; fi
  fi
  if ! has_sdk; then
    echo "The .NET 10 SDK is missing. If apt-get does not know dotnet-sdk-10.0, get it from https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
  give_up "The tests need ${packages[*]}: sudo apt-get update && sudo apt-get install -y ${packages[*]}"
}

# Building

run_step() {
  local what="$1" started=$SECONDS
  shift
  if "$@" >"$work/step.log" 2>&1; then
    echo "$what: ok ($((SECONDS - started)) s)"
    return 0
  fi
  cat -- "$work/step.log"
  echo "$what: FAILED ($((SECONDS - started)) s): $*"
  return 1
}

# Running. A project that ends badly without a failed test counts as one failure, and so does one that does not end.

most_seconds=900

attribute() {
  local value
  value="$(sed -n 's/.*<assembly [^>]* '"$1"'="\([0-9]*\)".*/\1/p' "$2" | head -n 1)"
  echo "${value:-0}"
}

unescape() { sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e "s/&apos;/'/g" -e 's/&amp;/\&/g'; }

run_xunit() {
  local name="$1" started=$SECONDS code=0
  local report="$work/$name.xml" log="$work/$name.log"
  timeout --kill-after=20 "$most_seconds" "tests/$name/bin/Release/net10.0/$name" -noColor -noLogo -reporter verbose -result-xml "$report" >"$log" 2>&1 || code=$?

  local good=0 bad=0 ignored=0
  if [[ -s "$report" ]]; then
    good="$(attribute passed "$report")"
    bad=$(($(attribute failed "$report") + $(attribute errors "$report")))
    ignored="$(attribute skipped "$report")"
  fi

  if ((code != 0 && bad == 0)); then
    grep -v -E '\[(STARTING|FINISHED)\]' -- "$log" | tail -n 40 || true
    if ((code == 124 || code == 137)); then
      echo "  $name did not end within $most_seconds s and was stopped. These tests had begun and not ended:"
      comm -23 <(sed -n 's/ \[STARTING\]$//p' "$log" | sort) <(sed -n 's/ \[FINISHED\].*//p' "$log" | sort)
    else
      echo "  $name ended with exit code $code although no test failed"
    fi
    bad=1
  elif ((bad > 0)); then
    sed -n '/\[FAIL\]\|\[ERROR\]/,/^  Finished/p' "$log" | grep -v -E '^  Finished|\[(STARTING|FINISHED)\]' | cut -c 1-400 | head -n 200 || true
    grep -o '<test [^>]*result="Fail"[^>]*>' "$report" | sed 's/.* name="\([^"]*\)".*/  failed: \1/' | unescape || true
  elif ((good + ignored == 0)); then
    echo "  $name holds no test"
  fi
  if ((ignored > 0)); then
    grep -F '[SKIP]' -A 1 "$log" || true
  fi

  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + ignored))
  echo "$name: $good passed, $bad failed, $ignored skipped ($((SECONDS - started)) s)"
}

run_conformance() {
  local name="$1" started=$SECONDS code=0 log="$work/$1.log"
  if [[ ! -d "$FRONTDESK_SHARED/elsa-api/conformance" ]]; then
    skipped=$((skipped + 1))
    echo "$name: 0 passed, 0 failed, 1 skipped: there are no recorded workflows at $FRONTDESK_SHARED/elsa-api/conformance (set FRONTDESK_SHARED)"
    return 0
  fi
  timeout --kill-after=20 "$most_seconds" "tests/$name/bin/Release/net10.0/$name" >"$log" 2>&1 || code=$?

  local summary good=0 bad=0
  summary="$(tail -n 1 -- "$log" | grep -E '^[0-9]+ of [0-9]+ equal$' || true)"
  if [[ -n "$summary" ]]; then
    read -r good _ bad _ <<<"$summary"
    bad=$((bad - good))
  fi
  if ((bad > 0)); then
    grep -v -E ' equal$' "$log" | head -n 100 | sed 's/^/  failed: /'
  elif ((code != 0)); then
    tail -n 40 -- "$log"
    echo "  $name ended with exit code $code"
    bad=1
  fi
  passed=$((passed + good)) failed=$((failed + bad))
  echo "$name: $good passed, $bad failed, 0 skipped ($((SECONDS - started)) s)"
}

run_project() {
  local name="$1"
  if [[ ! -x "tests/$name/bin/Release/net10.0/$name" ]]; then
    echo "$name: FAILED: it was not built; is it in Workflows.sln?"
    failed=$((failed + 1))
  elif [[ "$name" == Frontdesk.Conformance ]]; then
    echo "$name…"
    run_conformance "$name"
  elif grep -q 'xunit\.v3\.mtp-v2' "tests/$name/$name.csproj"; then
    echo "$name…"
    run_xunit "$name"
  elif [[ "$name" != Frontdesk.Bench ]]; then
    echo "$name: FAILED: test.sh does not know how to run it"
    failed=$((failed + 1))
  fi
}

# Two lanes take what is left from one list, the longest first: the browser's tests wait a good deal, for drawings and for
# answers, and everything else runs meanwhile. Each lane is a process of its own, so it leaves its sums in a file.
longest_first=(Browser Crash Engine.Tests Scenarios Simulation.Tests Interop.Tests Web.Tests)

projects() {
  local project
  {
    printf 'Frontdesk.%s\n' "${longest_first[@]}"
    for project in tests/*/*.csproj; do basename -- "$project" .csproj; done
  } | awk '!seen[$0]++'
}

run_lane() {
  local lane="$1" name
  shift
  passed=0 failed=0 skipped=0
  for name in "$@"; do
    # Making the folder is how a lane takes a project: only one can.
    if ! mkdir "$work/$name.taken" 2>/dev/null; then continue; fi
    run_project "$name" >"$work/$name.out" 2>&1
    cat -- "$work/$name.out"
  done
  echo "$passed $failed $skipped" >"$work/lane.$lane"
}

run_lanes() {
  local all lane sums
  mapfile -t all < <(projects)
  for lane in 1 2; do run_lane "$lane" "${all[@]}" & done
  wait
  for lane in 1 2; do
    read -ra sums <"$work/lane.$lane" || sums=(0 1 0)
    passed=$((passed + sums[0])) failed=$((failed + sums[1])) skipped=$((skipped + sums[2]))
  done
}

provide
target=Workflows.sln
if [[ -n "$only" ]]; then target="tests/$only/$only.csproj"; fi
run_step "Restore" dotnet restore "$target" -v q || give_up "Nothing was tested."
run_step "Build" dotnet build "$target" -c Release --no-restore -v q || give_up "Nothing was tested."

if [[ -n "$only" ]]; then
  run_project "$only"
  finish
fi

# The build has made an error of every warning of the analyzers and the style rules already: what is left to check is the layout.
run_step "Format" dotnet format whitespace Workflows.sln --verify-no-changes --no-restore || failed=$((failed + 1))
run_lanes
finish
