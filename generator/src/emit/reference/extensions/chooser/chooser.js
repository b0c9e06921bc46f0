'use strict'

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

function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function start(support) {
  const pages = document.documentElement.dataset.pages
  const chosen = document.getElementById('chosen')
  const found = document.getElementById('found')
  const find = document.getElementById('find')
  const summary = document.getElementById('summary')
  const results = document.getElementById('results')
  let queries = readQueries(location.hash, support)

  function changed() {
    history.replaceState(null, '', `#${writeQueries(queries)}`)
    show()
  }

  function show() {
    showFound()
    chosen.replaceChildren(...queries.map(queryBox))
    showResults()
  }

  function showFound() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    const fits = ({ id, title }) => {
      const text = `${id} ${title ?? ''}`.toLowerCase()
      return words.every((word) => text.includes(word))
    }
    const isChosen = ({ id }) => queries.some((query) => query.operation === id)
    const fitting = support.operations.filter((one) => fits(one) && !isChosen(one))
    found.replaceChildren(...fitting.map((operation) => {
      const label = `${operation.id}${operation.title ? `: ${operation.title}` : ''}`
      const button = element('button', { type: 'button', textContent: label })
      button.addEventListener('click', () => {
        queries.push({ operation: operation.id, fields: [] })
        changed()
        const added = document.querySelector('#chosen fieldset:last-child')
        const next = added.querySelector('input') ?? added.querySelector('button')
        next.focus()
      })
      return element('li', {}, [button])
    }))
    if (fitting.length === 0) found.append(element('li', { textContent: 'No matching operation.' }))
  }

  function queryBox(query) {
    const operation = support.operations.find((one) => one.id === query.operation)
    const remove = element('button', { type: 'button', textContent: 'Remove' })
    remove.setAttribute('aria-label', `Remove ${query.operation}`)
    remove.addEventListener('click', () => {
      queries = queries.filter((one) => one !== query)
      changed()
      find.focus()
    })
    const link = element('a', { href: operation.page + pages, textContent: query.operation })
    const ticks = operation.fields.map(({ key }) => tick(query, key))
    const fields = ticks.length > 0 ? ticks : ['This operation has no fields to set.']
    return element('fieldset', {}, [
      element('legend', {}, [link, ' ', remove]),
      element('div', { className: 'fields' }, fields),
    ])
  }

  function tick(query, key) {
    const box = element('input', { type: 'checkbox', checked: query.fields.includes(key) })
    box.addEventListener('change', () => {
      query.fields = box.checked ? [...query.fields, key] : query.fields.filter((one) => one !== key)
      history.replaceState(null, '', `#${writeQueries(queries)}`)
      showResults()
    })
    return element('label', {}, [box, element('code', { textContent: key })])
  }

  function showResults() {
    if (queries.length === 0) {
      summary.textContent = 'Add an operation to begin.'
      results.replaceChildren()
      return
    }
    const assessments = choose(support, queries)
    const excluded = assessments.filter(([, { unsupported }]) => unsupported.length > 0)
    const open = assessments.filter(([, assessment]) => assessment.unsupported.length === 0 && assessment.undocumented.length > 0)
    const remaining = assessments.filter(([, assessment]) => assessment.unsupported.length === 0 && assessment.undocumented.length === 0)
    summary.textContent =
      `${remaining.length} support it, ${excluded.length} do not support it, and for ${open.length} it is not documented.`
    results.replaceChildren(
      group('Supported', remaining, ({ notes }) => notes, true),
      group('Not documented', open, (assessment) => [`not documented: ${assessment.undocumented.join(', ')}`, ...assessment.notes], false),
      group('Not supported', excluded, ({ unsupported }) => unsupported, false),
    )
  }

  function group(title, assessments, reasons, isOpen) {
    const items = assessments.map(([slug, assessment]) => {
      const { label, page } = support.integrations.find((one) => one.slug === slug)
      const name = element('a', { href: page + pages, textContent: label })
      const why = reasons(assessment).join('; ')
      return element('li', {}, why ? [name, `: ${why}`] : [name])
    })
    const list = items.length > 0 ? element('ul', {}, items) : element('p', { textContent: 'None.' })
    const heading = element('summary', { textContent: `${title} (${assessments.length})` })
    const before = [...results.querySelectorAll('details')].find((one) => one.dataset.title === title)
    const box = element('details', { open: before ? before.open : isOpen }, [heading, list])
    box.dataset.title = title
    return box
  }

  find.addEventListener('input', showFound)
  window.addEventListener('hashchange', () => {
    queries = readQueries(location.hash, support)
    show()
  })
  show()
}

if (typeof document !== 'undefined') start(SUPPORT)
