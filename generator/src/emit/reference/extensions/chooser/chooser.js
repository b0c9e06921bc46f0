'use strict'

// The result for each integration. `wishes` is the selection: a list of {operation, fields}.
// `against`: reasons why it is not supported. `open`: what is not documented. `notes`: what is also required.
//
// The rules of the support matrix are applied when the data is generated. `support` of an operation and `levels` of a field have
// one letter per integration. Support: y yes, p only part of each object, n no, - not documented. Levels: r required, s supported,
// n not supported, - or none not documented; m supported and ? not documented, but may be required.
function choose(support, wishes) {
  const chosen = wishes.map(({ operation, fields }) => {
    return { operation: support.operations.find((one) => one.id === operation), wanted: new Set(fields) }
  })
  return support.integrations.map(({ slug }, at) => {
    const verdict = { against: [], open: [], notes: [] }
    for (const { operation, wanted } of chosen) judge(operation, wanted, at, verdict)
    return [slug, verdict]
  })
}

function judge(operation, wanted, at, verdict) {
  const { id, suffix } = operation
  const letter = operation.support[at]
  if (letter === 'n') return verdict.against.push(`does not support ${id}`)
  if (letter === '-') verdict.open.push(id)
  else if (letter === 'p') verdict.notes.push(`${id} returns only part of each object${suffix}`)
  else if (suffix) verdict.notes.push(`${id} is supported${suffix}`)
  judgeFields(operation, wanted, at, verdict)
}

function judgeFields(operation, wanted, at, verdict) {
  const { id, fields } = operation
  const found = { supports: [], refuses: [], requires: [], mayRequire: [] }
  // If a nested field is sent, so are the objects that contain it.
  const sent = new Set(fields.flatMap((one) => (wanted.has(one.key) ? [one.key, ...(one.in ?? [])] : [])))
  for (const { key, levels = '', suffix = '', in: outer = [] } of fields) {
    const letter = levels[at] ?? '-'
    const isReachable = outer.length === 0 || sent.has(outer.at(-1))
    if (sent.has(key)) {
      if (letter === 'n') found.refuses.push(key + suffix)
      else if ('rsm'.includes(letter) && suffix) found.supports.push(key + suffix)
      // If support of the operation is not documented, its fields are not listed too.
      else if ('-?'.includes(letter) && wanted.has(key) && operation.support[at] !== '-') verdict.open.push(`${id} ${key}`)
    } else if (isReachable) {
      if (letter === 'r') found.requires.push(key + suffix)
      else if ('m?'.includes(letter)) found.mayRequire.push(key + suffix)
    }
  }
  const list = (to, verb, keys) => {
    if (keys.length > 0) to.push(`${id} ${verb} ${keys.join(', ')}`)
  }
  list(verdict.against, 'does not support', found.refuses)
  list(verdict.notes, 'supports', found.supports)
  list(verdict.notes, 'requires', found.requires)
  list(verdict.notes, 'may require', found.mayRequire)
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
