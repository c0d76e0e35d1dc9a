# Finds the instride package that the project itself uses, from its folder upwards, and sets $package. Ends the hook
# quietly where there is none: the plugin may be on in projects that know nothing of instride. Sourced.
#
# A folder that is merely open must not have its code run. Only a clone in whose git directory instride's own folder
# stands is trusted: no commit can carry it, instride makes it when somebody runs it there (npx instride init, or
# the prepare script of npm install).

# Whether instride was set up in the clone that holds this folder. A bare repository that lies in a tree is none.
is_set_up() {
  common=$(
    unset GIT_DIR GIT_COMMON_DIR GIT_WORK_TREE
    cd "$1" 2>/dev/null &&
      [ "$(git -c safe.bareRepository=explicit rev-parse --is-inside-work-tree 2>/dev/null)" = true ] &&
      git -c safe.bareRepository=explicit rev-parse --path-format=absolute --git-common-dir 2>/dev/null
  ) || return 1
  [ -n "$common" ] && [ -d "$common/instride" ]
}

# Tells the agent when a session begins; at other times the line is for whoever reads the hooks' standard error.
say() {
  if [ "$entrance" = note-entry ]; then
    case $(cat) in
    *'"SessionStart"'*)
      echo "$1"
      return
      ;;
    esac
  fi
  echo "$1" >&2
}

folder=${CLAUDE_PROJECT_DIR:-$PWD}
package=
stranger=
watched=
while [ -n "$folder" ]; do
  for candidate in "$folder/node_modules/instride" "$folder"; do
    if [ -f "$candidate/bin/instride.js" ] && [ -f "$candidate/dist/$entrance.js" ]; then
      if is_set_up "$folder"; then
        package=$candidate
        break 2
      fi
      stranger=yes
    fi
  done
  [ ! -d "$folder/.instride/watch" ] || watched=${watched:-$folder}
  parent=${folder%/*}
  [ "$parent" != "$folder" ] || break
  folder=$parent
done
[ -n "$package" ] || {
  if [ -n "$stranger" ]; then
    echo "instride: not started: this clone was not set up here; if you trust it, run npx instride init --hooks" >&2
  elif [ -n "$watched" ] && is_set_up "$watched"; then
    say "instride: its package was not found here, so nothing is guarded or noted (npm install)"
  fi
  exit 0
}
command -v node >/dev/null 2>&1 || {
  say "instride: node was not found on PATH, so the plugin's $entrance did not run"
  exit 0
}
