'use strict'

// The page of the comparison: the integrations, the resource, and a table per resource.

const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`
const listed = (words) => (words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)

function start(support, details) {
  let view = readView(location.hash, support)

  const labels = () => view.at.map((index) => support.integrations[index].label)

  function change(next) {
    view = { ...view, ...next }
    setFragment(writeView(view, support))
    show()
  }

  function show() {
    showChosen()
    showPicker()
    const isReady = view.at.length > 1
    byId('options').hidden = !isReady
    const resources = isReady ? resourcesOf(support, view.at) : []
    const all = resources.map((resource) => ({ resource, groups: compareResource(support, details, view.at, resource) }))
    showResources(all)
    for (const box of document.querySelectorAll('[name=show]')) box.checked = box.value === view.show
    const shown = all.filter(({ resource }) => !view.resource || resource === view.resource)
    showSummary(shown.map(({ groups }) => countsOf(groups)))
    byId('results').replaceChildren(...shown.map(section).filter(Boolean))
    document.title = isReady ? `${labels().join(' and ')} compared` : 'Compare integrations'
  }

  function showChosen() {
    byId('chosen').replaceChildren(...view.at.map((index) => {
      const { label, page } = support.integrations[index]
      const drop = button('×', () => {
        change({ at: view.at.filter((one) => one !== index) })
        byId('find').focus()
      }, { aria: { label: `Remove ${label}` } })
      return element('li', { className: 'chip' }, [element('a', { href: page + pages, textContent: label }), drop])
    }))
  }

  function showPicker() {
    const picker = byId('picker')
    picker.hidden = view.at.length === 3
    byId('find-label').textContent = ['First integration', 'Compare with', 'Third integration'][view.at.length] ?? ''
    // Two are enough for a comparison, so a third needs less space.
    byId('third').hidden = view.at.length < 2
    if (view.at.length < 2) picker.open = true
    const words = byId('find').value.toLowerCase().trim()
    const fits = (index) => {
      const { label, slug } = support.integrations[index]
      return label.toLowerCase().includes(words) || slug.includes(words)
    }
    const fitting = suggestions(support, view.at).filter(fits)
    const most = view.at.length > 1 && !words ? 8 : fitting.length
    byId('found').replaceChildren(...fitting.slice(0, most).map((index) => {
      const choose = button(support.integrations[index].label, () => {
        byId('find').value = ''
        picker.open = view.at.length < 1
        change({ at: [...view.at, index] })
        if (view.at.length < 2) byId('find').focus()
        else byId('summary').focus()
      })
      return element('li', {}, [choose])
    }))
    if (fitting.length === 0) byId('found').append(element('li', { textContent: 'No integration has this name.' }))
  }

  // A list of resources per API, each resource with the number of differences.
  function showResources(all) {
    const pill = (resource, label, count) => {
      const made = button(label, () => change({ resource }), { aria: { pressed: view.resource === resource } })
      if (count !== undefined) made.append(element('span', { className: 'note', textContent: ` ${count}` }))
      return element('li', { className: count === 0 ? 'none' : '' }, [made])
    }
    const difference = ({ groups }) => countsOf(groups).operations + countsOf(groups).fields
    const lists = new Map([['', [pill('', 'all')]]])
    for (const one of all) {
      const api = resourceOf(one.resource)
      if (!lists.has(api)) lists.set(api, [])
      lists.get(api).push(pill(one.resource, methodOf(one.resource), difference(one)))
    }
    const hadFocus = byId('resources').contains(document.activeElement)
    byId('resources').replaceChildren(...[...lists].map(([api, pills]) => {
      const list = element('ul', { className: 'pills', aria: { label: api ? `Resources of ${api}` : 'Resources' } }, pills)
      return element('div', { className: 'api' }, [element('span', { className: 'note', textContent: api }), list])
    }))
    const chosen = byId('resources').querySelector('[aria-pressed=true]')
    const list = chosen?.closest('ul')
    // On a phone, the list scrolls sideways.
    if (list) list.scrollLeft = chosen.offsetLeft - list.offsetLeft
    if (hadFocus) chosen?.focus()
  }

  function showSummary(counts) {
    const summary = byId('summary')
    summary.hidden = view.at.length < 2
    const total = (key) => counts.reduce((sum, one) => sum + one[key], 0)
    const [operations, fields, open] = ['operations', 'fields', 'open'].map(total)
    const where = view.resource ? ` of ${methodOf(view.resource)}` : ''
    summary.textContent = operations + fields === 0
      ? `As far as it is documented, ${listed(labels())} do not differ${view.resource ? ` in ${methodOf(view.resource)}` : ''}.`
      : `${listed(labels())} differ in ${counted(operations, 'operation')} and ${counted(fields, 'field')}${where}.`
    if (open > 0) summary.append(` For ${open} more, it is not documented.`)
  }

  const isShown = ({ kind }) => kind === 'differs' || view.show === 'all' || (view.show === 'open' && kind === 'open')

  function section({ resource, groups }) {
    const shown = groups.map((group) => ({ ...group, rows: group.rows.filter(isShown) })).filter(({ rows }) => rows.length > 0)
    if (shown.length === 0) {
      if (!view.resource) return null
      const text = 'No documented difference. Show what is not documented, or everything, to see the rows.'
      return element('p', { className: 'soft', textContent: text })
    }
    const heads = ['', ...labels()].map((label) => element(label ? 'th' : 'td', { ...(label && { scope: 'col' }), textContent: label }))
    const bodies = shown.map(body)
    const caption = element('caption', {}, [element('h2', { textContent: resource })])
    return element('table', {}, [caption, element('thead', {}, [element('tr', {}, heads)]), ...bodies])
  }

  function body({ title, operation, rows }) {
    const head = element('th', { scope: 'rowgroup', colSpan: view.at.length + 1 }, [title])
    const { matrix } = operation ? detailsOf(details, operation) : {}
    if (matrix) head.append(' · ', element('a', { href: matrix + pages, textContent: 'support matrix' }))
    return element('tbody', {}, [element('tr', {}, [head]), ...rows.map(row)])
  }

  function row({ name, operation, answers, letters, suffix, total, kind }) {
    const shown = code(name)
    const head = element('th', { scope: 'row' }, [operation ? element('a', { href: operation.page + pages }, [shown]) : shown])
    if (total) head.append(element('span', { className: 'note', textContent: ` supported by ${total}` }))
    if (view.show === 'all' && kind === 'differs') head.append(element('span', { className: 'differs', textContent: 'differs' }))
    const cells = letters.map((letter, place) => {
      const isSure = '-?nx'.includes(letter) || !suffix
      const cell = element('td', { textContent: answers[letter] + (isSure ? '' : suffix), className: CLASSES[letter] })
      cell.dataset.label = labels()[place]
      return cell
    })
    return element('tr', { className: kind }, [head, ...cells])
  }

  function table() {
    const rows = [['resource', 'group', 'name', ...labels()]]
    for (const of of document.querySelectorAll('#results table')) {
      for (const group of of.tBodies) {
        const title = group.rows[0].cells[0].firstChild.textContent
        for (const { cells } of [...group.rows].slice(1)) {
          const [head, ...others] = cells
          rows.push([of.caption.textContent, title, head.querySelector('code').textContent, ...others.map((cell) => cell.textContent)])
        }
      }
    }
    return rows
  }

  byId('csv').addEventListener('click', () => {
    const slugs = view.at.map((index) => support.integrations[index].slug)
    saveAs(`comparison-${slugs.join('-')}.csv`, 'text/csv', csvOf(table()))
  })
  for (const box of document.querySelectorAll('[name=show]')) box.addEventListener('change', () => change({ show: box.value }))
  byId('find').addEventListener('input', showPicker)
  byId('find').addEventListener('keydown', (event) => {
    if (event.key === 'Enter') byId('found').querySelector('button')?.click()
  })
  window.addEventListener('hashchange', () => {
    view = readView(location.hash, support)
    show()
  })
  byId('comparison').hidden = false
  byId('picker').open = view.at.length < 2
  show()
}

// Color is never alone: each cell has a word.
const CLASSES = { y: 'good', s: 'good', m: 'good', r: 'required', p: 'part', n: 'bad', '-': 'unknown', '?': 'unknown', x: 'unknown' }

start(SUPPORT, DETAILS)
