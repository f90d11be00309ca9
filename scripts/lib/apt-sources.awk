# Reads the host's apt sources, one-line (.list) and deb822 (.sources), and prints deb822 entries for the guest.
#
# Variables: codename  the host's release; only its suites are taken (codename, codename-updates, codename-security)
#            target    the release the guest is built from; replaces the codename in the suites
#            arch      the guest's architecture in Debian's words
#            extra     a component to add beside main, or nothing
#
# Sources that are not the distribution's (other suite names) are left out: the guest needs none of them.

function suite_of_release(suite) {
  return suite == codename || suite == codename "-updates" || suite == codename "-security"
}

function emit(uris, suites, components, options,    n, list, i, kept, words) {
  n = split(suites, list, " ")
  for (i = 1; i <= n; i++) {
    if (suite_of_release(list[i])) {
      kept = kept " " target substr(list[i], length(codename) + 1)
    }
  }
  words = " " components " "
  if (kept == "" || index(words, " main ") == 0) return
  if (extra != "" && index(words, " " extra " ") == 0) components = components " " extra
  printf "Types: deb\nURIs: %s\nSuites:%s\nComponents: %s\nArchitectures: %s\n%s\n", \
    uris, kept, components, arch, options
}

function end_stanza() {
  if (fields["types"] ~ /(^| )deb( |$)/ && tolower(fields["enabled"]) != "no") {
    emit(fields["uris"], fields["suites"], fields["components"], stanza_options)
  }
  split("", fields)
  stanza_options = ""
  name = ""
}

# The options that say whom to trust and when; architectures and languages are the guest's own.
function kept_option(option) {
  return option ~ /^(signed-by|trusted|check-valid-until|check-date|snapshot)$/
}

function one_line(    i, options, pair, components) {
  $1 = ""; $0 = $0
  if ($1 ~ /^\[/) {
    match($0, /\[[^]]*\]/)
    options = substr($0, RSTART + 1, RLENGTH - 2)
    $0 = substr($0, RSTART + RLENGTH)
  }
  for (i = 3; i <= NF; i++) components = components (i > 3 ? " " : "") $i
  emit($1, $2, components, one_line_options(options))
}

function one_line_options(text,    n, i, list, pair, out) {
  n = split(text, list, " ")
  for (i = 1; i <= n; i++) {
    split(list[i], pair, "=")
    if (kept_option(tolower(pair[1]))) out = out pair[1] ": " pair[2] "\n"
  }
  return out
}

FNR == 1 { end_stanza() }
/^[ \t]*#/ { next }

FILENAME ~ /\.list$/ {
  sub(/#.*/, "")
  if ($1 == "deb" && $2 !~ /^cdrom:/) one_line()
  next
}

/^[ \t]*$/ { end_stanza(); next }

# A continuation line: more of a list, or a line of a key that stands in the file itself.
/^[ \t]/ {
  if (kept_option(name)) stanza_options = stanza_options $0 "\n"
  else { sub(/^[ \t]+/, " "); fields[name] = fields[name] $0 }
  next
}

{
  name = tolower($0)
  sub(/[ \t]*:.*/, "", name)
  value = $0
  sub(/^[^:]*:[ \t]*/, "", value)
  fields[name] = value
  if (kept_option(name)) stanza_options = stanza_options $0 "\n"
}

END { end_stanza() }
