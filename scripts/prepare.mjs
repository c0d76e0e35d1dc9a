// Runs on npm install and npm pack: builds dist/, and in a git checkout installs instride's own hooks.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
if (existsSync(".git"))
  execFileSync(process.execPath, ["bin/instride.js", "init", "--hooks"], { stdio: "inherit" });
