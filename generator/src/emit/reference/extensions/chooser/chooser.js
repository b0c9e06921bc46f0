'use strict'

// The chooser without its page: which integrations support a selection, what a search finds, and the selection as text.

// The result for each integration. `queries` is the selection: a list of {operation, fields}.
// `unsupported`: reasons why it is not supported. `undocumented`: what is not documented. `notes`: what is also required.
//
// The rules of the support matrix are applied when the data is generated. `support` of an operation and `levels` of a field have
// one letter per integration. Support: y yes, p only part of each object, n no, - not documented. Levels: r required, s supported,
// n not supported, - or none not documented; m supported and ? not documented, but may be required.
function choose(support, queries) {
  const chosen = queries.map(({ operation, fields }) => {
    return { operation: support.operations.find((one) => one.id === operation), wanted: new Set(fields) }
  })
  return support.integrations.map(({ slug }, at) => {
    const assessment = { unsupported: [], undocumented: [], notes: [] }
    for (const { operation, wanted } of chosen) assess(operation, wanted, at, assessment)
    return [slug, assessment]
  })
}

function assess(operation, wanted, at, assessment) {
  const { id, suffix } = operation
  const letter = operation.support[at]
  if (letter === 'n') return assessment.unsupported.push(`does not support ${id}`)
  if (letter === '-') assessment.undocumented.push(id)
  else if (letter === 'p') assessment.notes.push(`${id} returns only part of each object${suffix}`)
  else if (suffix) assessment.notes.push(`${id} is supported${suffix}`)
  assessFields(operation, wanted, at, assessment)
}

function assessFields(operation, wanted, at, assessment) {
  const { id, fields } = operation
  const found = { supports: [], unsupported: [], requires: [], mayRequire: [] }
  // If a nested field is sent, so are the objects that contain it.
  const sent = new Set(fields.flatMap((one) => (wanted.has(one.key) ? [one.key, ...(one.in ?? [])] : [])))
  for (const { key, levels = '', suffix = '', in: outer = [] } of fields) {
    const letter = levels[at] ?? '-'
    const isReachable = outer.length === 0 || sent.has(outer.at(-1))
    if (sent.has(key)) {
      if (letter === 'n') found.unsupported.push(key + suffix)
      else if ('rsm'.includes(letter) && suffix) found.supports.push(key + suffix)
      // If support of the operation is not documented, its fields are not listed too.
      else if ('-?'.includes(letter) && wanted.has(key) && operation.support[at] !== '-') assessment.undocumented.push(`${id} ${key}`)
    } else if (isReachable) {
      if (letter === 'r') found.requires.push(key + suffix)
      else if ('m?'.includes(letter)) found.mayRequire.push(key + suffix)
    }
  }
  const list = (to, verb, keys) => {
    if (keys.length > 0) to.push(`${id} ${verb} ${keys.join(', ')}`)
  }
  list(assessment.unsupported, 'does not support', found.unsupported)
  list(assessment.notes, 'supports', found.supports)
  list(assessment.notes, 'requires', found.requires)
  list(assessment.notes, 'may require', found.mayRequire)
}

// The selection is stored in the fragment of the URL, so that a result can be shared:
// `#desk.people.create=emails&desk.people.create=phones&desk.people.list=`
function readQueries(hash, support) {
  const queries = []
  for (const [id, key] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const operation = support.operations.find((one) => one.id === id)
    if (!operation) continue
    let query = queries.find((one) => one.operation === id)
    if (!query) queries.push((query = { operation: id, fields: [] }))
    const isKnown = operation.fields.some((field) => field.key === key)
    if (isKnown && !query.fields.includes(key)) query.fields.push(key)
  }
  return queries
}

function writeQueries(queries) {
  const parameters = queries.flatMap(({ operation, fields }) => {
    return (fields.length > 0 ? fields : ['']).map((key) => [operation, key])
  })
  return new URLSearchParams(parameters).toString()
}

const isIgnored = new Set('a an and by can do does for in of on or set support supports that the to what which who with'.split(' '))

// What a search finds, best first: operations, and fields of operations. Each word must be part of the ID or title of the
// operation, or of the name of the field; words such as `who` and `with` are ignored. Each result is {operation, key, score}, without
// `key` for an operation. `queries` is the selection: what is selected already is not found again.
function suggest(support, queries, text) {
  const all = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const words = all.some((word) => !isIgnored.has(word)) ? all.filter((word) => !isIgnored.has(word)) : all
  if (words.length === 0) return []
  const found = support.operations.flatMap((operation) => {
    const selected = queries.find((query) => query.operation === operation.id)
    return suggestFrom(operation, selected, words)
  })
  return found.sort((one, other) => other.score - one.score)
}

function suggestFrom(operation, selected, words) {
  const name = parts(`${operation.id} ${operation.title ?? ''}`)
  const own = words.map((word) => fit(word, name))
  const total = (scores) => scores.reduce((sum, score) => sum + score, 0)
  const found = []
  // Of those that fit as well, the first is the one that most integrations support.
  const supporters = (letters, some) => [...letters].filter((letter) => some.includes(letter)).length / 1000
  if (own.every((score) => score > 0) && !selected) found.push({ operation, score: total(own) + 1 + supporters(operation.support, 'yp') })
  for (const { key, levels = '' } of operation.fields) {
    if (selected?.fields.includes(key)) continue
    const names = parts(key)
    const ofField = words.map((word) => fit(word, names))
    // A word that only the operation has does not ask for this field.
    if (!ofField.some((score, at) => score > own[at])) continue
    const both = ofField.map((score, at) => Math.max(score, own[at]))
    if (both.every((score) => score > 0)) found.push({ operation, key, score: total(both) - depth(key) + supporters(levels, 'rsm') })
  }
  return found
}

// Nested fields are found after those that contain them.
function depth(key) {
  return 1.5 * (key.split('.').length - 1)
}

function parts(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}

// How well a word fits the best of some names: 3 the whole name, 2 its beginning, 1 within, 0 not at all. A plural fits the singular.
function fit(word, names) {
  const forms = word.length > 3 && word.endsWith('s') ? [word, word.slice(0, -1)] : [word]
  const score = (form, name) => (name === form || name === `${form}s` ? 3 : name.startsWith(form) ? 2 : name.includes(form) ? 1 : 0)
  return Math.max(...forms.flatMap((form) => names.map((name) => score(form, name))))
}
