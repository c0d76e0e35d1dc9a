#!/bin/sh
# The MCP server of the project's own instride, never one fetched for the occasion.
entrance=cli
. "${0%/*}/package.sh"
exec node "$package/bin/instride.js" mcp
