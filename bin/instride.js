#!/usr/bin/env node
// Checks the Node version in syntax that old versions can read, then starts the built code.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`instride needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exit(2);
}
import("../dist/cli.js").then(
  ({ main }) => main(process.argv),
  (error) => {
    if (error?.code === "ERR_MODULE_NOT_FOUND" && String(error.message).includes("dist/cli.js"))
      console.error("instride is not built: run npm run build in its folder");
    else console.error(error);
    process.exitCode = 2;
  },
);
