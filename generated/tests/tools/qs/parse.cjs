// Reads one query per line, as a JSON string. Writes one line per query: an array of the results of each release of qs.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const folder = process.argv[2]
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const releases = Object.keys(dependencies).map((name) => require(join(folder, 'node_modules', name)))
const lines = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '')
const read = lines.map((line) => JSON.stringify(releases.map((qs) => qs.parse(JSON.parse(line)))))
process.stdout.write(read.join('\n'))
