#!/bin/sh
# After an edit, and when a session or a turn begins: notes which components changed. Calls no model.
entrance=note-entry
. "${0%/*}/package.sh"
exec node "$package/dist/note-entry.js"
