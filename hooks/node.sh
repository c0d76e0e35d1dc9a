# Starts instride's hook entry in Node. Sourced by the hooks beside it, which set $home.
instride_node() {
  command -v node >/dev/null 2>&1 || {
    echo "instride: node was not found on PATH=$PATH" >&2
    echo "instride: graphical clients often lack it: set PATH in ~/.config/husky/init.sh, or commit from a terminal" >&2
    exit 1
  }
  # A young generation of this size is hardly ever collected in a process that lives half a second; a larger one takes
  # longer to make than it saves.
  exec node --min-semi-space-size=16 --max-semi-space-size=32 "$home/dist/hook.cjs" "$@"
}
