'use strict'

// The rules of the comparison.
//
// `support` of an operation and `levels` of a field have one letter per integration: see chooser.js in the folder of the chooser.
// A row compares letters. It `differs` if two answers are documented and not the same, and is `open` if it would depend on an
// answer that is not documented: what is not documented is not "no".

const ANSWERS = {
  operation: { y: 'yes', p: 'partial', n: 'no', '-': 'not documented' },
  field: {
    r: 'required', s: 'yes', m: 'yes, may be required', n: 'no', '-': 'not documented', '?': 'not documented, may be required',
    // The integration does not support the operation.
    x: 'no such operation',
  },
}

function kindOf(letters) {
  const known = new Set(letters.filter((letter) => !'-?mx'.includes(letter)))
  // Whether a supported field is required may be open, but not whether it is supported.
  if (letters.includes('m') && known.has('n')) return 'differs'
  if (known.size > 1) return 'differs'
  return letters.some((letter) => '-?m'.includes(letter)) ? 'open' : 'same'
}

function resourceOf(id) {
  return id.split('.').slice(0, -1).join('.')
}

function methodOf(id) {
  return id.split('.').at(-1)
}

function detailsOf(details, { id }) {
  return Object.hasOwn(details, id) ? details[id] : {}
}

// The resources of which one of the integrations supports an operation. `at` has the positions of the integrations.
function resourcesOf(support, at) {
  const isSupported = (operation) => at.some((index) => 'yp'.includes(operation.support[index]))
  return [...new Set(support.operations.filter(isSupported).map(({ id }) => resourceOf(id)))]
}

// The rows of a resource, in groups: its operations, then the fields that each accepts and returns.
function compareResource(support, details, at, resource) {
  const operations = support.operations.filter(({ id }) => resourceOf(id) === resource)
  const rows = operations.map((operation) => {
    const letters = at.map((index) => operation.support[index])
    return { name: methodOf(operation.id), operation, answers: ANSWERS.operation, letters, suffix: operation.suffix, kind: kindOf(letters) }
  })
  const groups = [{ title: 'Operations', rows }]
  for (const operation of operations) {
    const { response = [], totals = {} } = detailsOf(details, operation)
    const method = methodOf(operation.id)
    // A field can have the name of a method of all objects, such as `constructor`.
    const totalOf = (key) => (Object.hasOwn(totals, key) ? totals[key] : undefined)
    const accepted = operation.fields.map((field) => ({ total: totalOf(field.key), ...field }))
    groups.push({ title: `Fields of ${method}`, operation, rows: fieldRows(operation, accepted, at) })
    groups.push({ title: `Fields that ${method} returns`, operation, rows: fieldRows(operation, response, at) })
  }
  return groups.filter((group) => group.rows.length > 0)
}

// Fields are compared if at least two of the integrations support the operation, or may do so.
function fieldRows(operation, fields, at) {
  const takesPart = (index) => operation.support[index] !== 'n'
  if (at.filter(takesPart).length < 2) return []
  return fields.map(({ key, levels = '', suffix = '', total = '' }) => {
    const letters = at.map((index) => (takesPart(index) ? (levels[index] ?? '-') : 'x'))
    return { name: key, answers: ANSWERS.field, letters, suffix, total, kind: kindOf(letters) }
  })
}

// How many operations and fields are of each kind.
function countsOf(groups) {
  const counts = { operations: 0, fields: 0, open: 0 }
  for (const { operation, rows } of groups) {
    for (const { kind } of rows) {
      if (kind === 'open') counts.open += 1
      if (kind === 'differs') counts[operation ? 'fields' : 'operations'] += 1
    }
  }
  return counts
}

// The other integrations, those first that support most of the same operations as the chosen ones.
function suggestions(support, at) {
  const shared = (index) => {
    const isShared = ({ support: letters }) => [...at, index].every((one) => 'yp'.includes(letters[one]))
    return support.operations.filter(isShared).length
  }
  const others = support.integrations.map((_, index) => index).filter((index) => !at.includes(index))
  if (at.length === 0) return others
  const counts = new Map(others.map((index) => [index, shared(index)]))
  return others.sort((one, other) => counts.get(other) - counts.get(one))
}

// The view is in the fragment of the URL: `#with=dixa,front&resource=desk.people&show=all`.
function readView(hash, support) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const slugs = (parameters.get('with') ?? '').split(',')
  const at = slugs.map((slug) => support.integrations.findIndex((one) => one.slug === slug)).filter((index) => index >= 0)
  const resource = parameters.get('resource') ?? ''
  const isKnown = support.operations.some(({ id }) => resourceOf(id) === resource)
  const show = ['open', 'all'].find((one) => one === parameters.get('show')) ?? 'differs'
  return { at: [...new Set(at)].slice(0, 3), resource: isKnown ? resource : '', show }
}

function writeView({ at, resource, show }, support) {
  const parts = []
  if (at.length > 0) parts.push(`with=${at.map((index) => encodeURIComponent(support.integrations[index].slug)).join(',')}`)
  if (resource) parts.push(`resource=${encodeURIComponent(resource)}`)
  if (show !== 'differs') parts.push(`show=${show}`)
  return parts.join('&')
}
