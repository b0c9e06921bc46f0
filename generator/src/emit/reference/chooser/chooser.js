'use strict'

// The result for each integration. `wishes` is the selection: a list of {operation, fields}.
// `against`: reasons why it is not supported. `open`: what is not documented. `notes`: what is also required.
function choose(support, wishes) {
  return support.integrations.map(({ slug }) => {
    const verdict = { against: [], open: [], notes: [] }
    for (const wish of wishes) {
      const operation = support.operations.find((one) => one.id === wish.operation)
      judge(operation, wish.fields, slug, verdict)
    }
    return [slug, verdict]
  })
}

function judge(operation, wanted, slug, verdict) {
  const { id } = operation
  if (operation.partial.includes(slug)) {
    verdict.notes.push(`${id} returns only part of each object${operation.aside}`)
  } else if (operation.supported?.includes(slug)) {
    if (operation.aside) verdict.notes.push(`${id} is supported${operation.aside}`)
  } else {
    if (operation.complete) {
      verdict.against.push(`does not support ${id}`)
      return
    }
    verdict.open.push(id)
  }
  judgeFields(operation, wanted, slug, verdict)
}

function judgeFields(operation, wanted, slug, verdict) {
  const { id } = operation
  const isOpen = !isKnown(operation, slug)
  const [takes, refuses, requires, mayRequire] = [[], [], [], []]
  // If a nested field is set, so is the field that contains it.
  const isAround = (key) => wanted.some((one) => one.startsWith(`${key}.`))
  for (const field of operation.fields) {
    const { key, aside = '' } = field
    const said = key + aside
    const level = levelOf(operation, field, slug)
    if (wanted.includes(key) || isAround(key)) {
      // If support of the operation is not documented, its fields are not listed too.
      if (level === 'unknown' && wanted.includes(key) && !isOpen) verdict.open.push(`${id} ${key}`)
      else if (level === 'unsupported') refuses.push(said)
      else if (level !== 'unknown' && aside) takes.push(said)
      continue
    }
    const outer = key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : null
    if (outer !== null && !wanted.includes(outer) && !isAround(outer)) continue
    if (level === 'required') requires.push(said)
    // Some of the integrations that are inferred to support it require it.
    const mayBe = level === 'unknown' || (level === 'supported' && field.inferred)
    if (mayBe && field.more_required) mayRequire.push(said)
  }
  const list = (to, verb, keys) => {
    if (keys.length > 0) to.push(`${id} ${verb} ${keys.join(', ')}`)
  }
  list(verdict.against, 'does not support', refuses)
  list(verdict.notes, 'supports', takes)
  list(verdict.notes, 'requires', requires)
  list(verdict.notes, 'may require', mayRequire)
}

// If support of the operation is not documented, a field that does not name the integration is not a "no".
function levelOf(operation, field, slug) {
  if (field.required?.includes(slug)) return 'required'
  if (field.supported?.includes(slug)) return 'supported'
  return field.complete && isKnown(operation, slug) ? 'unsupported' : 'unknown'
}

// Whether support of the operation by the integration is documented, as yes or no.
function isKnown(operation, slug) {
  return operation.complete || operation.partial.includes(slug) || Boolean(operation.supported?.includes(slug))
}

// The selection is stored in the fragment of the URL, so that a result can be shared:
// `#desk.people.create=emails&desk.people.create=phones&desk.people.list=`
function readWishes(hash, support) {
  const wishes = []
  for (const [id, key] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const operation = support.operations.find((one) => one.id === id)
    if (!operation) continue
    let wish = wishes.find((one) => one.operation === id)
    if (!wish) wishes.push((wish = { operation: id, fields: [] }))
    const isKnown = operation.fields.some((field) => field.key === key)
    if (isKnown && !wish.fields.includes(key)) wish.fields.push(key)
  }
  return wishes
}

function writeWishes(wishes) {
  const parameters = wishes.flatMap(({ operation, fields }) => {
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
  let wishes = readWishes(location.hash, support)

  function changed() {
    history.replaceState(null, '', `#${writeWishes(wishes)}`)
    show()
  }

  function show() {
    showFound()
    chosen.replaceChildren(...wishes.map(wishBox))
    showResults()
  }

  function showFound() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    const fits = ({ id, title }) => {
      const text = `${id} ${title ?? ''}`.toLowerCase()
      return words.every((word) => text.includes(word))
    }
    const isChosen = ({ id }) => wishes.some((wish) => wish.operation === id)
    const fitting = support.operations.filter((one) => fits(one) && !isChosen(one))
    found.replaceChildren(...fitting.map((operation) => {
      const label = `${operation.id}${operation.title ? `: ${operation.title}` : ''}`
      const button = element('button', { type: 'button', textContent: label })
      button.addEventListener('click', () => {
        wishes.push({ operation: operation.id, fields: [] })
        changed()
        const added = document.querySelector('#chosen fieldset:last-child')
        const next = added.querySelector('input') ?? added.querySelector('button')
        next.focus()
      })
      return element('li', {}, [button])
    }))
    if (fitting.length === 0) found.append(element('li', { textContent: 'No matching operation.' }))
  }

  function wishBox(wish) {
    const operation = support.operations.find((one) => one.id === wish.operation)
    const remove = element('button', { type: 'button', textContent: 'Remove' })
    remove.setAttribute('aria-label', `Remove ${wish.operation}`)
    remove.addEventListener('click', () => {
      wishes = wishes.filter((one) => one !== wish)
      changed()
      find.focus()
    })
    const link = element('a', { href: operation.page + pages, textContent: wish.operation })
    const ticks = operation.fields.map(({ key }) => tick(wish, key))
    const fields = ticks.length > 0 ? ticks : ['This operation has no fields to set.']
    return element('fieldset', {}, [
      element('legend', {}, [link, ' ', remove]),
      element('div', { className: 'fields' }, fields),
    ])
  }

  function tick(wish, key) {
    const box = element('input', { type: 'checkbox', checked: wish.fields.includes(key) })
    box.addEventListener('change', () => {
      wish.fields = box.checked ? [...wish.fields, key] : wish.fields.filter((one) => one !== key)
      history.replaceState(null, '', `#${writeWishes(wishes)}`)
      showResults()
    })
    return element('label', {}, [box, element('code', { textContent: key })])
  }

  function showResults() {
    if (wishes.length === 0) {
      summary.textContent = 'Add an operation to begin.'
      results.replaceChildren()
      return
    }
    const verdicts = choose(support, wishes)
    const excluded = verdicts.filter(([, { against }]) => against.length > 0)
    const open = verdicts.filter(([, verdict]) => verdict.against.length === 0 && verdict.open.length > 0)
    const remaining = verdicts.filter(([, verdict]) => verdict.against.length === 0 && verdict.open.length === 0)
    summary.textContent =
      `${remaining.length} support it, ${excluded.length} do not support it, and for ${open.length} it is not documented.`
    results.replaceChildren(
      group('Supported', remaining, ({ notes }) => notes, true),
      group('Not documented', open, (verdict) => [`not documented: ${verdict.open.join(', ')}`, ...verdict.notes], false),
      group('Not supported', excluded, ({ against }) => against, false),
    )
  }

  function group(title, verdicts, reasons, isOpen) {
    const items = verdicts.map(([slug, verdict]) => {
      const { label, page } = support.integrations.find((one) => one.slug === slug)
      const name = element('a', { href: page + pages, textContent: label })
      const why = reasons(verdict).join('; ')
      return element('li', {}, why ? [name, `: ${why}`] : [name])
    })
    const list = items.length > 0 ? element('ul', {}, items) : element('p', { textContent: 'None.' })
    const heading = element('summary', { textContent: `${title} (${verdicts.length})` })
    const before = [...results.querySelectorAll('details')].find((one) => one.dataset.title === title)
    const box = element('details', { open: before ? before.open : isOpen }, [heading, list])
    box.dataset.title = title
    return box
  }

  find.addEventListener('input', showFound)
  window.addEventListener('hashchange', () => {
    wishes = readWishes(location.hash, support)
    show()
  })
  show()
}

if (typeof document !== 'undefined') start(SUPPORT)
