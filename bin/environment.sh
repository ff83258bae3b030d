# Sourced by the scripts beside it: the virtual environment, prepared from a lock file when that changed.
# OPORA_VENV chooses another folder for it, PYTHON another interpreter.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
venv="${OPORA_VENV:-.venv}"
case "$venv" in /*) ;; *) venv="$PWD/$venv" ;; esac

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

make_venv() {
    local python="${PYTHON:-python3}"
    command -v "$python" >/dev/null || fail "Python 3.11 or newer is needed (apt-get install python3 python3-venv)."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed, $python is older."
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "Python's venv is missing (apt-get install python3-venv)."
    "$python" -m venv "$venv"
}

# Makes `import opora` and the command `opora` work in the environment, without building anything.
link_opora() {
    local packages
    packages="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    [ "$(cat "$packages/opora-here.pth" 2>/dev/null)" = "$PWD" ] || echo "$PWD" >"$packages/opora-here.pth"
    if [ ! -e "$venv/bin/opora" ]; then
        printf '#!/bin/sh\nexec "%s/bin/python" -m opora.cli "$@"\n' "$venv" >"$venv/bin/opora"
        chmod +x "$venv/bin/opora"
    fi
}

# prepare LOCK: install what the lock file names, when it is not what was installed last.
prepare() {
    local lock="$1" stamp wanted
    stamp="$venv/.${lock%.txt}.sha256"
    [ -x "$venv/bin/python" ] || make_venv
    wanted="$(sha256sum <"$lock")"
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        echo "Installing the libraries of $lock."
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
            --no-deps --require-hashes -r "$lock" || fail "the libraries of $lock could not be installed."
        echo "$wanted" >"$stamp"
    fi
    link_opora
}
