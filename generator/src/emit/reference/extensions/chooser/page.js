'use strict'

// The page of the chooser: a search, the selection, its results, and the list of all operations.

// How many results of a search are shown.
const LIMIT = 8

function start(support) {
  const isWide = window.matchMedia('(min-width: 56rem)').matches
  // Operations whose list of fields was opened or closed by hand.
  const isOpen = new Map()
  let queries = readQueries(location.hash, support)

  const find = byId('find')
  combobox(find, byId('found'), () => suggest(support, queries, find.value), ({ operation, key }) => add(operation.id, key))

  function changed() {
    setFragment(writeQueries(queries))
    show()
  }

  function add(id, key) {
    let query = queries.find((one) => one.operation === id)
    if (!query) queries.push((query = { operation: id, fields: [] }))
    if (key && !query.fields.includes(key)) query.fields.push(key)
    changed()
  }

  function remove(id) {
    queries = queries.filter((one) => one.operation !== id)
    changed()
  }

  function toggleField(query, key) {
    const { fields } = query
    query.fields = fields.includes(key) ? fields.filter((one) => one !== key) : [...fields, key]
    changed()
  }

  function show() {
    keepFocus(byId('chosen'), () => byId('chosen').replaceChildren(...queries.map(queryBox)))
    for (const each of document.querySelectorAll('#all button')) {
      each.setAttribute('aria-pressed', queries.some((query) => query.operation === each.dataset.focus))
    }
    showResults()
  }

  function queryBox(query) {
    const id = query.operation
    const operation = support.operations.find((one) => one.id === id)
    const link = element('a', { href: operation.page + pages, textContent: id })
    const drop = button('Remove', () => {
      remove(id)
      find.focus()
    }, { className: 'plain', aria: { label: `Remove ${id}` } })
    const chips = query.fields.map((key) => {
      const chip = button('', () => {
        toggleField(query, key)
        find.focus()
      }, { className: 'chip', aria: { label: `Remove ${key} from ${id}` } })
      chip.append(code(key), element('span', { textContent: '×', aria: { hidden: true } }))
      return element('li', {}, [chip])
    })
    return element('section', { className: 'query', aria: { label: id } }, [
      element('div', { className: 'row' }, [element('h3', {}, [link]), drop]),
      ...(operation.title ? [element('p', { className: 'soft', textContent: operation.title })] : []),
      ...(chips.length > 0 ? [element('ul', { className: 'pills', aria: { label: 'Selected fields' } }, chips)] : []),
      fieldList(query, operation),
    ])
  }

  function fieldList(query, { id, fields }) {
    if (fields.length === 0) return element('p', { className: 'soft', textContent: 'This operation has no fields to set.' })
    const ticks = fields.map(({ key }) => {
      const box = element('input', { type: 'checkbox', checked: query.fields.includes(key) })
      box.dataset.focus = `${id} ${key}`
      box.addEventListener('change', () => toggleField(query, key))
      return element('label', {}, [box, code(key)])
    })
    const heading = element('summary', { textContent: fields.length === 1 ? 'Its field' : `All ${fields.length} fields` })
    const list = element('details', { open: isOpen.get(id) ?? isWide }, [heading, element('div', { className: 'fields' }, ticks)])
    heading.dataset.focus = `${id} fields`
    list.addEventListener('toggle', () => isOpen.set(id, list.open))
    return list
  }

  function showResults() {
    const isEmpty = queries.length === 0
    byId('actions').hidden = isEmpty
    if (isEmpty) {
      byId('summary').textContent = 'Add an operation to begin.'
      byId('results').replaceChildren()
      return
    }
    const assessments = choose(support, queries)
    const excluded = assessments.filter(([, { unsupported }]) => unsupported.length > 0)
    const open = assessments.filter(([, assessment]) => assessment.unsupported.length === 0 && assessment.undocumented.length > 0)
    const remaining = assessments.filter(([, assessment]) => assessment.unsupported.length === 0 && assessment.undocumented.length === 0)
    byId('summary').textContent = summary(remaining.length, excluded.length, open.length)
    compareLink(remaining.map(([slug]) => slug))
    const undocumented = (assessment) => [`not documented: ${assessment.undocumented.join(', ')}`, ...assessment.notes]
    byId('results').replaceChildren(
      group('Supported', 'good', remaining, ({ notes }) => notes, true),
      group('Not documented', 'unknown', open, undocumented, remaining.length === 0),
      group('Not supported', 'bad', excluded, ({ unsupported }) => unsupported, false),
    )
  }

  function summary(supported, unsupported, undocumented) {
    const who = supported === 1 ? '1 integration supports it' : `${supported || 'No'} integrations support it`
    const others = unsupported > 0 ? `, ${unsupported} ${unsupported === 1 ? 'does' : 'do'} not` : ''
    return `${who}${others}${undocumented > 0 ? `; for ${undocumented} it is not documented` : ''}.`
  }

  // The comparison of the first integrations that match, for the resource of the first operation.
  function compareLink(slugs) {
    const link = byId('compare')
    link.hidden = slugs.length < 2
    const resource = queries[0].operation.split('.').slice(0, -1).join('.')
    link.href = `../compare/index.html#${new URLSearchParams({ resource, with: slugs.slice(0, 3).join(',') })}`
    link.textContent = slugs.length > 3 ? 'Compare the first three' : 'Compare them'
  }

  function group(title, kind, assessments, reasons, isOpenAtFirst) {
    const items = assessments.map(([slug, assessment]) => {
      const { label, page } = support.integrations.find((one) => one.slug === slug)
      const name = element('a', { href: page + pages, textContent: label })
      const notes = reasons(assessment).map((why) => element('li', { textContent: why }))
      return element('li', {}, notes.length > 0 ? [name, element('ul', {}, notes)] : [name])
    })
    const list = items.length > 0 ? element('ul', { className: 'integrations' }, items) : element('p', { className: 'soft', textContent: 'None.' })
    const heading = element('summary', {}, [title, ' ', element('span', { className: `count ${kind}`, textContent: assessments.length })])
    const before = [...byId('results').querySelectorAll('details')].find((one) => one.dataset.title === title)
    const box = element('details', { open: before ? before.open : isOpenAtFirst }, [heading, list])
    box.dataset.title = title
    return box
  }

  // All operations, by the part of their IDs before the last dot.
  function showAll() {
    const resources = new Map()
    for (const { id } of support.operations) {
      const resource = id.split('.').slice(0, -1).join('.')
      resources.set(resource, [...(resources.get(resource) ?? []), id])
    }
    const rows = [...resources].map(([resource, ids]) => {
      const buttons = ids.map((id) => {
        const label = id.slice(resource.length && resource.length + 1)
        const one = button(label, () => (queries.some((query) => query.operation === id) ? remove(id) : add(id)), {
          aria: { label: `${label}: ${resource}` },
        })
        one.dataset.focus = id
        return one
      })
      return element('li', {}, [code(resource), element('div', { className: 'pills' }, buttons)])
    })
    byId('all').replaceChildren(...rows)
    byId('number').textContent = support.operations.length
  }

  byId('clear').addEventListener('click', () => {
    queries = []
    changed()
    find.focus()
  })
  window.addEventListener('hashchange', () => {
    queries = readQueries(location.hash, support)
    show()
  })
  const example = support.operations.find(({ fields }) => fields.length > 0)
  if (example) find.placeholder = `For example: ${example.id.split('.').slice(-2).join(' ')} ${example.fields[0].key}`
  showAll()
  byId('browse').open = queries.length === 0
  show()
}

// Replaces a part of the page, and keeps the focus on what had it before.
function keepFocus(part, replace) {
  const before = part.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined
  replace()
  if (before) [...part.querySelectorAll('[data-focus]')].find((one) => one.dataset.focus === before)?.focus()
}

// An input with a list of results below it. The arrow keys select a result, Enter adds it, or the first one, Escape closes the list.
function combobox(input, list, suggestions, onChoice) {
  let shown = []
  let active = 0

  function update() {
    const all = suggestions()
    shown = all.slice(0, LIMIT)
    active = 0
    list.replaceChildren(...shown.map(option))
    const isEmpty = input.value.trim() === ''
    const rest = all.length - shown.length
    byId('more').textContent = isEmpty ? '' : all.length === 0 ? 'No matching operation or field.' : rest > 0 ? `${rest} more: add a word.` : ''
    open(shown.length > 0)
  }

  function option({ operation, key }, at) {
    const title = key ? [code(key), ' in ', code(operation.id)] : [code(operation.id)]
    const made = element('li', { id: `found-${at}`, role: 'option' }, [
      element('span', {}, title),
      element('span', { className: 'soft', textContent: operation.title ?? '' }),
    ])
    // The input keeps the focus.
    made.addEventListener('mousedown', (event) => event.preventDefault())
    made.addEventListener('click', () => choose(at))
    return made
  }

  function open(isOpen) {
    list.hidden = !isOpen
    input.setAttribute('aria-expanded', isOpen)
    mark()
  }

  function mark() {
    for (const [at, one] of [...list.children].entries()) one.setAttribute('aria-selected', at === active)
    if (list.hidden) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', `found-${active}`)
    list.children[active].scrollIntoView({ block: 'nearest' })
  }

  function choose(at) {
    const chosen = shown[at]
    input.value = ''
    update()
    onChoice(chosen)
  }

  input.addEventListener('input', update)
  input.addEventListener('focus', update)
  input.addEventListener('blur', () => open(false))
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && shown.length > 0) {
      event.preventDefault()
      if (list.hidden) return open(true)
      active = (active + step + shown.length) % shown.length
      mark()
    } else if (event.key === 'Enter' && shown.length > 0) {
      event.preventDefault()
      choose(active)
    } else if (event.key === 'Escape' && !list.hidden) {
      // The first Escape closes the list, the second one clears the input.
      event.preventDefault()
      open(false)
    }
  })
}

start(SUPPORT)
