// MiniSearch with Meilisearch's published rule: one mistake from five letters on, two from nine.
// Reads services as lines of JSON up to an empty line, says "ready", then answers one query a line.
'use strict'
const MiniSearch = require('minisearch')
const readline = require('readline')

const ANSWERS = 10
const fuzzy = word => (word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0)
const index = new MiniSearch({ idField: 'number', fields: process.argv.slice(2) })
let batch = []

function answer (line) {
  if (batch === null) {
    const from = process.cpuUsage()
    const found = index.search(JSON.parse(line), { fuzzy }).slice(0, ANSWERS).map(each => each.id)
    const used = process.cpuUsage(from)
    console.log(JSON.stringify({ found, seconds: (used.user + used.system) / 1e6 }))
  } else if (line) {
    batch.push(JSON.parse(line))
  } else {
    index.addAll(batch)
    batch = null
    console.log('ready')
  }
}

readline.createInterface({ input: process.stdin }).on('line', answer)
