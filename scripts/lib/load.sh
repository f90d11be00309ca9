# What a script begins with, once it has set SCRIPTS, the folder of the scripts: . "$SCRIPTS/lib/load.sh" PART...
# Sets ROOT, the project's folder, and reads the PARTs of this folder, each after those that it builds on.

# shellcheck disable=SC2034 # for who sources this
ROOT=$(dirname "$SCRIPTS")

for part in "$@"; do
  # shellcheck source=/dev/null
  . "$SCRIPTS/lib/$part.sh"
done
unset part
