// Reads a query a line, as a JSON string, and writes what each release of qs makes of it, as an array a line.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const folder = process.argv[2]
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const releases = Object.keys(dependencies).map((name) => require(join(folder, 'node_modules', name)))
const lines = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '')
const read = lines.map((line) => JSON.stringify(releases.map((qs) => qs.parse(JSON.parse(line)))))
process.stdout.write(read.join('\n'))
