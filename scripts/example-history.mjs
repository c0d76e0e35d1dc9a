// `npm run example-history -- FOLDER [COMMITS]`: compiles and runs bench/example-history.ts with the built package.
import { runCompiled } from "./compiled.mjs";

runCompiled("bench/example-history.js", { folder: "build-example", built: true });
