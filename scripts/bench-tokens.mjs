// `npm run bench:tokens [-- options]`: compiles bench/ and runs bench/tokens/; see `-- --help`.
import { runCompiled } from "./compiled.mjs";

runCompiled("bench/tokens/main.js", { folder: "build-tokens", built: false });
