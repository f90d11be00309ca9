# What a script begins with, once it has set SCRIPTS, the folder of the scripts: . "$SCRIPTS/lib/load.sh" PART...
# Sets ROOT, the project's folder, makes sure of a locale that can write every file name, and reads the PARTs of this
# folder, each after those that it builds on.

# shellcheck disable=SC2034 # for who sources this
ROOT=$(dirname "$SCRIPTS")

# ensure_locale: exports a UTF-8 locale if the one in force knows ASCII only: none is set, it is C, or it is not
# installed. A JVM cannot open files by names that its locale cannot write: Maven finds no POM in such a folder.
# LC_ALL, as all other variables give way to it. Messages and the order of names stay those of C.
ensure_locale() {
  if [[ $(locale charmap 2>/dev/null) == ANSI_X3.4-1968 ]]; then
    export LC_ALL=C.UTF-8
  fi
}

ensure_locale
for part in "$@"; do
  # shellcheck source=/dev/null
  . "$SCRIPTS/lib/$part.sh"
done
unset part
