# Starts instride's hook entry in Node. Sourced by the hooks beside it, which set $home.
instride_node() {
  command -v node >/dev/null 2>&1 || {
    echo "instride: node was not found on PATH=$PATH" >&2
    echo "instride: graphical clients often lack it: set PATH in ~/.config/husky/init.sh, or commit from a terminal" >&2
    exit 1
  }
  # No options for V8: with any, Node compiles its own modules anew instead of taking the code it carries (20 ms).
  exec node "$home/dist/hook.cjs" "$@"
}
