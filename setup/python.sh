#!/bin/sh
# Runs the given Python script with the first Python >= 3.11 of this machine, or says what to install.
set -eu

recent_enough='import sys; sys.exit(sys.version_info < (3, 11))'
for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$recent_enough" >/dev/null 2>&1; then
        exec "$name" -B "$@"
    fi
done

found=$(python3 --version 2>/dev/null || echo 'aucun Python 3')
cat >&2 <<MESSAGE
Combiné a besoin de Python 3.11 ou plus récent (trouvé : $found).
  Debian 12, Ubuntu 24.04 :  sudo apt-get install python3 python3-venv
  Ubuntu 22.04 :             sudo apt-get install python3.11 python3.11-venv
  macOS :                    brew install python@3.12
MESSAGE
exit 1
