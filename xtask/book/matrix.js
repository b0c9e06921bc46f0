'use strict'

// Support matrices: filters, pinned columns, downloads, and a link that holds the view. Without this script a page shows the whole
// matrix, and so does a print of it.
{
  // What a matrix says, and the cells that show it. The columns in front, such as the total, are those without a link.
  function readMatrix(box, caption) {
    const table = box.querySelector('table')
    const heads = [...table.tHead.rows[0].cells]
    const front = heads.findIndex((head) => head.querySelector('a'))
    const columns = heads.slice(front).map((head) => {
      const link = head.querySelector('a')
      const key = link.getAttribute('href').split('/').at(-1).replace(/\.\w+$/, '')
      return { key, label: link.textContent, head, cells: [] }
    })
    const rows = []
    let group = null
    for (const line of table.tBodies[0].rows) {
      const [head, ...cells] = line.cells
      if (head.scope === 'rowgroup') {
        group = { line, title: head.textContent, rows: [] }
        continue
      }
      const isWide = cells.at(-1).colSpan > 1
      const row = { line, group, name: head.textContent, front: cells.slice(0, front - 1), isWide }
      row.values = columns.map((column, index) => cells[isWide ? front - 1 : front - 1 + index].textContent)
      if (!isWide) columns.forEach((column, index) => column.cells.push(cells[front - 1 + index]))
      group?.rows.push(row)
      rows.push(row)
    }
    const titles = heads.slice(0, front).map((head) => head.textContent)
    return { box, table, caption, titles, columns, rows, first: front }
  }

  // `hub, sales force` fits what contains `hub`, or both `sales` and `force`.
  function filter(text) {
    const terms = text.toLowerCase().split(',').map((term) => term.split(/\s+/).filter(Boolean)).filter((words) => words.length > 0)
    return (...names) => {
      const all = names.join(' ').toLowerCase()
      return terms.length === 0 || terms.some((words) => words.every((word) => all.includes(word)))
    }
  }

  // Which columns and rows a view shows. Rows that are not documented by integration do not differ.
  function apply(matrix, view) {
    const fitsColumn = filter(view.columns)
    const fitsRow = filter(view.rows)
    const isPinned = ({ key }) => view.pinned.includes(key)
    for (const column of matrix.columns) column.isShown = isPinned(column) || fitsColumn(column.key, column.label)
    for (const row of matrix.rows) {
      const shown = row.values.filter((_, index) => matrix.columns[index].isShown)
      const differs = !row.isWide && (shown.length < 2 || new Set(shown).size > 1)
      // The row of the operation itself has no group.
      row.isFixed = !row.group && matrix.rows.some((other) => other.group)
      row.isShown = row.isFixed || (fitsRow(row.name, ...row.front.map((cell) => cell.textContent)) && (differs || !view.differences))
    }
  }

  function show(matrix, view) {
    apply(matrix, view)
    const pinned = view.pinned.map((key) => matrix.columns.find((column) => column.key === key)).filter(Boolean)
    const order = [...pinned, ...matrix.columns.filter((column) => !pinned.includes(column))]
    const lines = [matrix.table.tHead.rows[0], ...matrix.rows.filter((row) => !row.isWide).map((row) => row.line)]
    lines.forEach((line, at) => line.append(...order.map((column) => (at === 0 ? column.head : column.cells[at - 1]))))
    for (const column of matrix.columns) {
      const isPinned = pinned.includes(column)
      for (const cell of [column.head, ...column.cells]) {
        cell.classList.toggle('off', !column.isShown)
        cell.classList.toggle('pinned', isPinned)
      }
      column.head.querySelector('button').setAttribute('aria-pressed', isPinned)
    }
    for (const row of matrix.rows) row.line.classList.toggle('off', !row.isShown)
    for (const group of new Set(matrix.rows.map((row) => row.group).filter(Boolean))) {
      group.line.classList.toggle('off', !group.rows.some((row) => row.isShown))
    }
    place(matrix, pinned)
  }

  // Headings of sections stay below the names of the columns, and pinned columns beside the names of the rows.
  function place(matrix, pinned) {
    matrix.table.style.setProperty('--head', `${matrix.table.tHead.offsetHeight}px`)
    let left = matrix.table.tHead.rows[0].cells[0].offsetWidth
    matrix.table.style.setProperty('--names', `${left}px`)
    for (const column of pinned) {
      for (const cell of [column.head, ...column.cells]) cell.style.setProperty('--left', `${left}px`)
      left += column.head.offsetWidth
    }
  }

  // On paper, a wide matrix is a table per group of columns: as many as a page in landscape has room for.
  const MOST_COLUMNS = 16
  const MOST_NUMBERS = 24

  function paperGroups({ box, table, first, columns }) {
    const count = Math.ceil(columns.length / (box.matches('.coverage') ? MOST_NUMBERS : MOST_COLUMNS))
    if (count < 2) return []
    const size = Math.ceil(columns.length / count)
    return Array.from({ length: count }, (_, at) => {
      const [start, end] = [first + at * size, first + (at + 1) * size]
      const part = table.cloneNode(true)
      for (const { cells } of part.rows) {
        const wide = [...cells].find((cell) => cell.colSpan > 1)
        if (wide) wide.colSpan -= columns.length - Math.min(size, columns.length - at * size)
        else for (const [index, cell] of [...cells].entries()) if (index >= first && (index < start || index >= end)) cell.remove()
      }
      part.classList.add('on-paper')
      part.style.setProperty('--columns', first + size)
      return part
    })
  }

  function toPaper(matrix) {
    const groups = paperGroups(matrix)
    matrix.table.after(...groups)
    matrix.table.classList.toggle('off-paper', groups.length > 0)
  }

  function fromPaper({ box, table }) {
    table.classList.remove('off-paper')
    for (const part of box.querySelectorAll('.on-paper')) part.remove()
  }

  // The view in the fragment of the address: `#columns=hubspot,salesforce&differences=yes&pinned=hubspot`.
  function readView() {
    const parameters = new URLSearchParams(location.hash.slice(1))
    const text = (key) => parameters.get(key) ?? ''
    return {
      columns: text('columns'),
      rows: text('rows'),
      differences: text('differences') === 'yes',
      pinned: text('pinned').split(',').filter(Boolean),
    }
  }

  function writeView(view) {
    const parameters = new URLSearchParams()
    if (view.columns.trim()) parameters.set('columns', view.columns.trim())
    if (view.rows.trim()) parameters.set('rows', view.rows.trim())
    if (view.differences) parameters.set('differences', 'yes')
    if (view.pinned.length > 0) parameters.set('pinned', view.pinned.join(','))
    return parameters.toString()
  }

  // The cells as lists: all of them, or those that are shown.
  function listOf(matrix, isWhole) {
    const columns = matrix.columns.map((column, index) => ({ ...column, index })).filter(({ isShown }) => isWhole || isShown)
    const rows = matrix.rows.filter(({ isShown }) => isWhole || isShown)
    return { columns, rows }
  }

  function csv(matrices, isWhole) {
    const lines = matrices.flatMap((matrix) => {
      const { columns, rows } = listOf(matrix, isWhole)
      const head = ['section', ...matrix.titles, ...columns.map(({ label }) => label)]
      return [head, ...rows.map((row) => {
        const section = row.group?.title ?? matrix.caption
        return [section, row.name, ...row.front.map((cell) => cell.textContent), ...columns.map(({ index }) => row.values[index])]
      })]
    })
    return csvOf(lines)
  }

  function json(matrices, isWhole, [, ofColumns]) {
    const all = matrices.flatMap((matrix) => {
      const { columns, rows } = listOf(matrix, isWhole)
      return rows.map((row) => ({
        section: row.group?.title ?? matrix.caption,
        ...Object.fromEntries(matrix.titles.map((title, index) => [title, index === 0 ? row.name : row.front[index - 1].textContent])),
        [ofColumns]: Object.fromEntries(columns.map(({ key, index }) => [key, row.values[index]])),
      }))
    })
    return JSON.stringify(all, null, 1)
  }

  function make(name, properties = {}, children = []) {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  function makeButton(label, onClick) {
    const made = make('button', { type: 'button', textContent: label })
    made.addEventListener('click', onClick)
    return made
  }

  function startMatrices(boxes) {
    const headingOf = (box) => {
      const before = box.previousElementSibling
      return before?.matches('h2') ? before : null
    }
    const matrices = boxes.map((box) => readMatrix(box, headingOf(box)?.textContent ?? 'the operation'))
    const nouns = boxes[0].matches('.coverage') ? ['integrations', 'resources'] : ['fields', 'integrations']
    const name = location.pathname.split('/').slice(-2).join('-').replace(/\.\w+$/, '')
    let view = readView()

    const capital = (word) => word[0].toUpperCase() + word.slice(1)
    const search = (key, noun, placeholder) => {
      const input = make('input', { type: 'search', autocomplete: 'off', spellcheck: false, placeholder })
      input.addEventListener('input', () => change({ [key]: input.value }))
      return [input, make('label', {}, [make('span', { textContent: capital(noun) }), input])]
    }
    const example = (names) => names.slice(0, 2).join(', ')
    const [rows, rowsLabel] = search('rows', nouns[0], example(matrices[0].rows.slice(1).map((row) => row.name)))
    const [columns, columnsLabel] = search('columns', nouns[1], example(matrices[0].columns.map((column) => column.label)))
    const box = make('input', { type: 'checkbox' })
    box.addEventListener('change', () => change({ differences: box.checked }))
    const status = make('p', { className: 'status' })
    status.setAttribute('role', 'status')
    const all = makeButton('Show all', () => change({ columns: '', rows: '', differences: false, pinned: [] }))
    const share = makeButton('Copy link', async () => {
      const isCopied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
      status.textContent = isCopied ? 'The link to this view is copied.' : 'Copy the address of this page: it holds the view.'
    })
    const download = (label, isWhole, kind) => makeButton(label, () => {
      if (kind === 'csv') saveAs(`${name}.csv`, 'text/csv', csv(matrices, isWhole))
      else saveAs(`${name}.json`, 'application/json', json(matrices, isWhole, nouns))
    })
    const menu = make('details', {}, [
      make('summary', { textContent: 'Download' }),
      make('div', {}, [
        download('What is shown, CSV', false, 'csv'), download('What is shown, JSON', false, 'json'),
        download('Everything, CSV', true, 'csv'), download('Everything, JSON', true, 'json'),
      ]),
    ])
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      menu.open = false
      menu.firstChild.focus()
    })
    const check = make('label', { className: 'check' }, [box, 'Only differences'])
    const inputs = nouns[0] === 'fields' ? [columnsLabel, rowsLabel] : [rowsLabel, columnsLabel]
    const tools = make('div', { className: 'matrix-tools' }, [...inputs, check, share, menu, all, status])
    tools.setAttribute('role', 'search')
    tools.setAttribute('aria-label', 'View of the support matrix')

    function change(next) {
      view = { ...view, ...next }
      const fragment = writeView(view)
      history.replaceState(null, '', fragment ? `#${fragment}` : location.href.split('#')[0])
      update()
    }

    function update() {
      for (const [input, key] of [[rows, 'rows'], [columns, 'columns']]) if (input.value.trim() !== view[key].trim()) input.value = view[key]
      box.checked = view.differences
      for (const matrix of matrices) show(matrix, view)
      all.hidden = !writeView(view)
      const count = (key) => {
        const items = matrices.flatMap((matrix) => matrix[key]).filter((item) => !item.isFixed)
        // An integration can be in the tables of several APIs, and a field in several sections.
        const number = (found) => (nouns[0] === 'integrations' && key === 'rows' ? new Set(found.map((row) => row.name)).size : found.length)
        return [number(items.filter((item) => item.isShown)), number(items)]
      }
      const part = (key, noun) => `${count(key)[0]} of ${count(key)[1]} ${noun}`
      status.textContent = all.hidden ? '' : `Shown: ${part('rows', nouns[0])}, ${part('columns', nouns[1])}.`
    }

    for (const column of matrices.flatMap((matrix) => matrix.columns)) {
      const pin = makeButton('', () => {
        const isPinned = view.pinned.includes(column.key)
        change({ pinned: isPinned ? view.pinned.filter((key) => key !== column.key) : [...view.pinned, column.key] })
        pin.focus()
      })
      pin.className = 'pin'
      pin.title = 'Pin'
      pin.setAttribute('aria-label', `Pin ${column.label}`)
      column.head.append(pin)
    }
    const before = headingOf(boxes[0]) ?? boxes[0]
    before.before(tools)
    window.addEventListener('hashchange', () => {
      view = readView()
      update()
    })
    window.addEventListener('resize', update)
    window.addEventListener('beforeprint', () => matrices.forEach(toPaper))
    window.addEventListener('afterprint', () => matrices.forEach(fromPaper))
    update()
  }

  // The picture's cells are links, which an image cannot have. They are for the pointer, and the picture is loaded again for it: the
  // tables below have the same numbers.
  function openPicture(image) {
    const picture = make('object', { type: 'image/svg+xml', data: image.src, className: 'coverage-picture', tabIndex: -1 })
    picture.setAttribute('role', 'img')
    picture.setAttribute('aria-label', image.alt)
    const link = image.closest('a')
    picture.addEventListener('load', () => {
      const inside = picture.contentDocument
      // A page that is opened as a file may not look inside.
      if (!inside) return picture.replaceWith(link)
      inside.addEventListener('click', (event) => {
        const target = event.target.closest('a')?.getAttribute('href')
        if (!target) return
        event.preventDefault()
        location.href = new URL(target, picture.data)
      })
    })
    link.replaceWith(picture)
  }

  const matrixBoxes = [...document.querySelectorAll('.content .matrix')]
  if (matrixBoxes.length > 0) startMatrices(matrixBoxes)
  for (const image of document.querySelectorAll('.content a > img[src$="coverage.svg"]')) {
    image.addEventListener('pointerenter', () => openPicture(image), { once: true })
  }
}
