# Finds the instride package that the project itself uses, from its folder upwards, and sets $package. Ends the hook
# quietly where there is none: the plugin may be on in projects that know nothing of instride. Sourced.
folder=${CLAUDE_PROJECT_DIR:-$PWD}
package=
while [ -n "$folder" ]; do
  for candidate in "$folder/node_modules/instride" "$folder"; do
    if [ -f "$candidate/bin/instride.js" ] && [ -f "$candidate/dist/$entrance-entry.js" ]; then
      package=$candidate
      break 2
    fi
  done
  parent=${folder%/*}
  [ "$parent" != "$folder" ] || break
  folder=$parent
done
[ -n "$package" ] || exit 0
command -v node >/dev/null 2>&1 || {
  echo "instride: node was not found on PATH, so the plugin's $entrance hook did not run" >&2
  exit 0
}
