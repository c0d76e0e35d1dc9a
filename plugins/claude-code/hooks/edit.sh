#!/bin/sh
# Before an edit: refuses to have the files written that make git hooks run. It runs before every edit, so each request
# that names no such place anywhere (its path, its folder, the text that is written) is let through here without
# starting Node. A letter spelled as a JSON escape counts as one that may belong to such a name.
LC_ALL=C
export LC_ALL
input=$(cat)
case $input in
*.[Hh][Uu][Ss][Kk][Yy]* | *.[Gg][Ii][Tt][/\\\"]* | *.[Ii][Nn][Ss][Tt][Rr][Ii][Dd][Ee]* | *[Nn][Oo][Dd][Ee]_[Mm][Oo][Dd][Uu][Ll][Ee][Ss][/\\\"]* | *\\u00[2-7]*) ;;
*) exit 0 ;;
esac
entrance=guard-entry
. "${0%/*}/package.sh"
printf '%s\n' "$input" | node "$package/dist/guard-entry.js" claude
