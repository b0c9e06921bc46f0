// node run.cjs DIRECTORY URL TOKEN: DIRECTORY is the output of `wasm-bindgen --target nodejs`.
const path = require("node:path");

const [directory, url, token] = process.argv.slice(2);
const { run } = require(path.resolve(directory, "in_node.js"));
run(url, token).then(
  (seen) => console.log(seen),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
