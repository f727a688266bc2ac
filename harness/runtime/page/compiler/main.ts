/** The compiler as a program: `node compile.mjs '{"folder":…,"cache":…,"version":…}' OUTFILE` writes its answer as JSON. */

import { writeFileSync } from "node:fs";
import { compileProgram, type CompileRequest } from "./program.ts";

const [request = "{}", out = ""] = process.argv.slice(2);
writeFileSync(out, JSON.stringify(await compileProgram(JSON.parse(request) as CompileRequest)));
