// `npm run bench [-- part …]`: builds what users run, compiles bench/, and runs its parts; see bench/main.ts.
import { runCompiled } from "./compiled.mjs";

runCompiled("bench/main.js", { folder: "build-bench", built: true });
