// `npm run bench:accuracy [-- system …] [--live] [--max-usd 5] [--model NAME]`: builds what users run, compiles bench/,
// and runs the accuracy bench; see bench/accuracy/main.ts.
import { runCompiled } from "./compiled.mjs";

runCompiled("bench/accuracy/main.js", { folder: "build-bench", built: true });
